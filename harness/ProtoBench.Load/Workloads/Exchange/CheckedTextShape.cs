using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Load.Workloads.Exchange;

/// <summary>A part of a request that is text with rules of its own.</summary>
/// <param name="wanted">What it is.</param>
/// <param name="pattern">The rules as a regular expression, for editors.</param>
/// <param name="fault">What is wrong with a text and what to do about it; null: nothing.</param>
internal abstract class CheckedTextShape(string wanted, string pattern, Func<string, (string Message, string Remedy)?> fault)
    : ValueShape<string>
{
    public override string Wanted => wanted;

    public override JsonObject Schema(Vocabulary vocabulary) => new() { ["type"] = "string", ["pattern"] = pattern };

    protected override bool TryReadNode(SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out string value)
    {
        value = (node as SourceScalar)?.Text;
        if (value is null)
        {
            return WrongType(node, what, context);
        }

        if (fault(value) is var (message, remedy))
        {
            context.Report(node.Span, ScenarioErrorCodes.BadRequest, $"{what} {message}", remedy);
            return false;
        }

        return true;
    }
}

/// <summary>A request target in origin form (RFC 9112, 3.2.1).</summary>
internal sealed class TargetShape() : CheckedTextShape("a path such as /items?page=2", "^/[!-\"$-~]*$", Fault)
{
    // Servers take 8 KiB, most of them (nginx: large_client_header_buffers); what is longer would only be refused by each.
    private const int Longest = 8 * 1024;

    private static (string Message, string Remedy)? Fault(string path)
    {
        if (path.Contains("://", StringComparison.Ordinal) && !path.StartsWith('/'))
        {
            return ("is a whole URL", "write the path only; the server's address stands with the server");
        }

        if (!path.StartsWith('/'))
        {
            return ($"must begin with a slash, not '{Spelling.Shorten(path)}'", $"write /{Spelling.Shorten(path)}");
        }

        if (path.Contains('#', StringComparison.Ordinal))
        {
            return ("has a fragment, which clients keep to themselves", "leave out what follows '#', or write %23 for the sign itself");
        }

        if (path.FirstOrDefault(letter => letter is <= ' ' or > '~') is var bad and not '\0')
        {
            return (
                $"has the character {(bad <= ' ' ? "U+" + ((int)bad).ToString("X4") : $"'{bad}'")}, which no URL has",
                $"write it percent-encoded: {Uri.EscapeDataString(bad.ToString())}");
        }

        return path.Length > Longest ? ($"has {path.Length:N0} characters, and servers take about {Longest:N0}", "shorten it") : null;
    }
}

/// <summary>A method (RFC 9110, 9.1).</summary>
internal sealed class MethodShape() : CheckedTextShape("a method such as GET, POST or DELETE", "^[A-Z][A-Z-]{0,30}$", Fault)
{
    private static (string Message, string Remedy)? Fault(string method)
    {
        var upper = method.ToUpperInvariant();
        return method is "CONNECT" ? ("CONNECT opens a tunnel and gets no response", "use GET, POST or another method")
            : method.Length is > 0 and <= 31 && char.IsAsciiLetterUpper(method[0])
                && method.All(letter => char.IsAsciiLetterUpper(letter) || letter == '-')
                ? null
            : upper.Length is > 0 and <= 31 && upper.All(letter => char.IsAsciiLetterUpper(letter) || letter == '-')
                ? (
                    $"must be in capital letters, not '{Spelling.Shorten(method)}'",
                    $"write {upper}: methods are case-sensitive (RFC 9110, 9.1)")
            : ($"cannot be '{Spelling.Shorten(method)}'", "a method has capital letters and hyphens only, such as GET, POST or DELETE");
    }
}
