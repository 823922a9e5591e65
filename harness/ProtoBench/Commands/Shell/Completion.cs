using System.CommandLine;

namespace ProtoBench.Commands.Shell;

/// <summary>
/// What may follow on a command line, from the definitions of the commands alone: a new verb or option is completed without a further line.
/// Pure, but for what <paramref name="values"/> looks up.
/// </summary>
/// <param name="root">The commands.</param>
/// <param name="values">What fits as the value of an option or an argument.</param>
internal sealed class Completion(RootCommand root, Func<Symbol, Offer> values)
{
    /// <summary>Between an option and its value; bash makes a word of it.</summary>
    private const string Equal = "=";

    private static readonly Candidate Help = new("--help", "Show how it is used.");

    /// <param name="words">The words after the program's name; the last one is being typed and may be empty.</param>
    public Offer Of(IReadOnlyList<string> words)
    {
        if (words.Count == 0)
        {
            return Offer.Nothing;
        }

        var (typed, before) = words[^1] == Equal ? ("", words.SkipLast(1)) : (words[^1], words.SkipLast(1));
        var place = new Place(root);
        foreach (var word in before.Where(word => word != Equal))
        {
            place.Pass(word);
        }

        return At(place, typed);
    }

    private Offer At(Place place, string typed)
    {
        if (place.Awaited is { } option)
        {
            return ListOf(option, typed);
        }

        if (place.IsLost)
        {
            return Offer.Nothing;
        }

        if (place.IsProgram)
        {
            return new Offer([], OfferedPaths.Program);
        }

        if (typed.StartsWith('-'))
        {
            return typed.Split('=', 2) is [var name, var begun] && place.Find(name) is { } given
                ? Prefixed(ListOf(given, begun), name + Equal)
                : Options(place).Beginning(typed);
        }

        if (place.Argument is { } argument)
        {
            var offer = values(argument).Beginning(typed);
            return typed.Length == 0 && offer is { Words.Count: 0, Paths: OfferedPaths.None } ? Options(place) : offer;
        }

        return place.Verbs.Count > 0 ? Verbs(place).Beginning(typed)
            : typed.Length == 0 ? Options(place)
            : Offer.Nothing;
    }

    // a,b,c: what is being typed is the part after the last comma.
    private Offer ListOf(Option option, string typed)
    {
        var comma = typed.LastIndexOf(',') + 1;
        var offer = values(option);
        return comma == 0 ? offer.Beginning(typed) : Prefixed(offer.Beginning(typed[comma..]), typed[..comma]);
    }

    private static Offer Prefixed(Offer offer, string prefix) =>
        offer with { Words = [.. offer.Words.Select(word => word with { Word = prefix + word.Word })] };

    private static Offer Verbs(Place place) => new(
    [
        .. place.Verbs.Select(verb => new Candidate(verb.Name, Sentence.First(verb.Description))),
        .. place.TakesHelp ? [new Candidate("help", "Explain a command.")] : Array.Empty<Candidate>(),
    ]);

    private static Offer Options(Place place) => new(
    [
        .. place.Options.Where(option => !place.IsGiven(option))
            .Select(option => new Candidate(option.Name, Sentence.First(option.Description))),
        Help,
    ]);
}
