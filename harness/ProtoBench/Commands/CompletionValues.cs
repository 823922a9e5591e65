using System.CommandLine;
using System.CommandLine.Completions;
using ProtoBench.Commands.Shell;
using ProtoBench.Model.Scenarios.Keys;
using ProtoBench.Protocols;
using ProtoBench.Reading.Links;
using ProtoBench.Reports.Exports;

namespace ProtoBench.Commands;

/// <summary>
/// What fits as the value of an option or an argument: the words it was told of where it was defined, else by its name, which means the
/// same in every command.
/// </summary>
internal static class CompletionValues
{
    // The newest are the ones that are looked at.
    private const int MostRuns = 30;

    /// <summary>Words and names of files for <paramref name="symbol"/>.</summary>
    public static Offer Of(Symbol symbol) => Told(symbol) is { Count: > 0 } told ? new Offer(told) : symbol.Name switch
    {
        "protocol" or "--protocols" or "--protocol" => new Offer(Protocols()),
        "scenario" => new Offer(Scenarios(), OfferedPaths.Files),
        "profile" or "profiles" or "--link" or "--links" => new Offer(Links(), OfferedPaths.Files),
        "run" or "results" or "--resume" => new Offer(Runs(), OfferedPaths.Folders),
        "--set" or "--base-set" or "--new-set" => new Offer(Keys()),
        "--export" => new Offer([.. ExportCatalog.All.Select(export => new Candidate(export.Name, export.Description))]),
        "--store" => new Offer([], OfferedPaths.Folders),
        "--output" or "--pcap" or "--policy" or "--base" or "--new" => new Offer([], OfferedPaths.Files),
        _ => symbol is Option { HelpName: { } name } ? new Offer([], Paths(name)) : Offer.Nothing,
    };

    // An enumeration, or what the definition accepts.
    private static List<Candidate> Told(Symbol symbol)
    {
        var (items, type) = symbol switch
        {
            Option option => (option.GetCompletions(CompletionContext.Empty), option.ValueType),
            Argument argument => (argument.GetCompletions(CompletionContext.Empty), argument.ValueType),
            _ => ([], typeof(string)),
        };
        return [.. items.Select(item => new Candidate(type.IsEnum ? item.Label.ToLowerInvariant() : item.Label))];
    }

    private static OfferedPaths Paths(string name) =>
        name.Contains("folder", StringComparison.Ordinal) ? OfferedPaths.Folders
        : name.Contains("file", StringComparison.Ordinal) || name == "page" ? OfferedPaths.Files
        : OfferedPaths.None;

    private static List<Candidate> Protocols() => [.. ProtocolCatalog.All.Select(protocol => new Candidate(protocol.Name))];

    private static List<Candidate> Links() =>
        [.. LinkProfileCatalog.Names.Select(name => new Candidate(name, LinkProfileCatalog.Load(name).Profile?.Title ?? ""))];

    private static List<Candidate> Scenarios() => [.. ShippedScenarios.Names.Select(name => new Candidate(name, "ships with ProtoBench"))];

    private static List<Candidate> Keys() =>
        [.. ScenarioKeys.Shape.Keys.Select(key => new Candidate(key.Name + "=", Sentence.First(key.Meaning)))];

    private static List<Candidate> Runs() => Directory.Exists(OutputFolder.DefaultParent)
        ?
        [
            .. Directory.EnumerateDirectories(OutputFolder.DefaultParent)
                .OrderDescending(StringComparer.Ordinal)
                .Take(MostRuns)
                .Select(folder => new Candidate(folder)),
        ]
        : [];
}
