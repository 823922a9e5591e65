using System.Text;

namespace ProtoBench.Model.Scenarios.Sides;

/// <summary>
/// Puts the places of a trial into a client's command. What is put in is one piece for the shell wherever it stands: bare, in double quotes
/// or in single quotes. Pure.
/// </summary>
public static class ClientPlaceholders
{
    public const string Url = "url";
    public const string Authority = "ca";

    /// <summary>The words between braces. <c>${url}</c> is the shell's, and <c>%{url}</c> curl's own.</summary>
    public static IReadOnlyList<string> Names { get; } = [Url, "address", "host", "port", Authority, "dir"];

    /// <summary>Those that only a server in a network has.</summary>
    public static IReadOnlyList<string> OfNetworks { get; } = [Url, "address", "host", "port"];

    // Letters that are themselves to every shell, bare (POSIX, 2.2).
    private const string Safe = "@%+=:,./_-";

    /// <summary>The client with what is known filled in.</summary>
    public static ClientSide Fill(ClientSide client, ClientPlaces places) => client with
    {
        Command = FillCommand(client.Command, places),
        Prepare = client.Prepare is { } prepare ? FillCommand(prepare, places) : null,
        Environment = client.Environment?.ToDictionary(one => one.Key, one => FillText(one.Value, places)),
    };

    /// <summary>
    /// The words in braces of command, preparation and environment that could be placeholders, whether there are such or not.
    /// </summary>
    public static IReadOnlySet<string> UsedBy(ClientSide client)
    {
        string?[] texts = [client.Command, client.Prepare, .. client.Environment?.Values ?? []];
        return texts.OfType<string>().SelectMany(In).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The words in braces of a text.</summary>
    public static IReadOnlyCollection<string> In(string text) => [.. Found(text).Select(found => found.Name).Distinct()];

    internal static string FillCommand(string command, ClientPlaces places)
    {
        var filled = new StringBuilder();
        var (at, quote) = (0, '\0');
        foreach (var (name, start, length) in Found(command))
        {
            if (ValueOf(name, places) is { } value)
            {
                quote = QuoteAfter(command, at, start, quote);
                filled.Append(command, at, start - at).Append(Quoted(value, quote));
                at = start + length;
            }
        }

        return filled.Append(command, at, command.Length - at).ToString();
    }

    private static string FillText(string text, ClientPlaces places) => Found(text).Reverse().Aggregate(
        text,
        (filled, found) => ValueOf(found.Name, places) is { } value
            ? filled[..found.Start] + value + filled[(found.Start + found.Length)..]
            : filled);

    private static string? ValueOf(string name, ClientPlaces places) => name switch
    {
        Url => places.Url,
        "address" => places.Address,
        "host" => places.Host,
        "port" => places.Port,
        Authority => places.Authority,
        "dir" => places.Folder,
        _ => null,
    };

    private static IEnumerable<(string Name, int Start, int Length)> Found(string text)
    {
        for (var start = text.IndexOf('{', StringComparison.Ordinal); start >= 0;)
        {
            var end = start + 1;
            while (end < text.Length && char.IsAsciiLetterLower(text[end]))
            {
                end++;
            }

            if (end > start + 1 && end < text.Length && text[end] == '}' && (start == 0 || text[start - 1] is not ('$' or '%')))
            {
                yield return (text[(start + 1)..end], start, end + 1 - start);
            }

            start = end < text.Length ? text.IndexOf('{', end) : -1;
        }
    }

    /// <summary>In which quotes a shell is at <paramref name="to"/>; <c>\0</c>: in none.</summary>
    private static char QuoteAfter(string command, int from, int to, char quote)
    {
        for (var i = from; i < to; i++)
        {
            var letter = command[i];
            if (letter == '\\' && quote != '\'')
            {
                i++;
            }
            else if (letter is '\'' or '"')
            {
                quote = quote == '\0' ? letter : quote == letter ? '\0' : quote;
            }
        }

        return quote;
    }

    private static string Quoted(string value, char quote) => quote switch
    {
        '\'' => value.Replace("'", "'\\''", StringComparison.Ordinal),
        '"' => string.Concat(value.Select(letter => letter is '$' or '`' or '"' or '\\' ? $"\\{letter}" : $"{letter}")),
        _ when value.All(letter => char.IsAsciiLetterOrDigit(letter) || Safe.Contains(letter)) => value,
        _ => $"'{value.Replace("'", "'\\''", StringComparison.Ordinal)}'",
    };
}
