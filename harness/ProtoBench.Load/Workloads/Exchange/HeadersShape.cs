using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Load.Workloads.Exchange;

/// <summary>Header fields as they were written: by name, or how many to make up.</summary>
internal sealed record WrittenHeaders(IReadOnlyDictionary<string, string>? Named, int Generated)
{
    public static WrittenHeaders None { get; } = new(null, 0);
}

/// <summary>Header fields (RFC 9110, 5.1 and 5.5), but those that the protocol makes itself.</summary>
internal sealed class HeadersShape : ValueShape<WrittenHeaders>
{
    private const int MostGenerated = 100;

    private const string Connection = "it is about the connection (RFC 9110, 7.6.1), which the protocol decides";
    private const string Length = "it is computed from the body";

    private static readonly WholeNumberShape Count = new(1, MostGenerated);

    private static readonly Dictionary<string, string> Refused = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Host"] = "it comes from the server's address",
        ["Content-Length"] = Length,
        ["Transfer-Encoding"] = Length,
        ["Connection"] = Connection,
        ["Keep-Alive"] = Connection,
        ["Proxy-Connection"] = Connection,
        ["Upgrade"] = Connection,
        ["HTTP2-Settings"] = Connection,
        ["TE"] = Connection,
        ["Trailer"] = "requests here have no trailers",
        ["Expect"] = "no request waits for 100 (Continue)",
    };

    public override string Wanted => $"a mapping of names to values, or {Count.Wanted}";

    public override JsonObject Schema(Vocabulary vocabulary) => new()
    {
        ["anyOf"] = new JsonArray(
            Count.Schema(vocabulary),
            new JsonObject
            {
                ["type"] = "object",
                ["minProperties"] = 1,
                ["propertyNames"] = new JsonObject { ["pattern"] = "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$" },
                ["additionalProperties"] = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") },
            }),
    };

    protected override bool TryReadNode(
        SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out WrittenHeaders value)
    {
        value = null;
        if (node is SourceScalar)
        {
            if (Count.TryRead(node, what, context, out var count))
            {
                value = new WrittenHeaders(null, count);
            }

            return value is not null;
        }

        if (node is not SourceMapping mapping)
        {
            return WrongType(node, what, context);
        }

        if (mapping.Entries.Count == 0)
        {
            context.Report(node.Span, context.Format.Empty, $"{what} is empty", "write Accept: application/json, or leave it out");
            return false;
        }

        var errors = context.Errors.Count;
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, entry) in mapping.Entries)
        {
            if (ValueOf(key, entry, context) is { } text && CheckName(key, context) && !fields.TryAdd(key.Text, text))
            {
                context.Report(
                    key.Span,
                    ScenarioErrorCodes.DuplicateKey,
                    $"the header field '{key.Text}' stands here twice",
                    "write its values in one, separated by commas (RFC 9110, 5.3)");
            }
        }

        value = new WrittenHeaders(new Dictionary<string, string>(fields), 0);
        return context.Errors.Count == errors;
    }

    private static bool CheckName(SourceScalar name, ReadingContext context)
    {
        if (Refused.TryGetValue(name.Text, out var reason))
        {
            context.Report(
                name.Span, ScenarioErrorCodes.BadRequest, $"the header field '{name.Text}' cannot be set: {reason}", "leave it out");
            return false;
        }

        if (name.Text.Length > 0 && name.Text.All(IsOfToken))
        {
            return true;
        }

        context.Report(
            name.Span,
            ScenarioErrorCodes.BadRequest,
            $"'{Spelling.Shorten(name.Text)}' is no name of a header field",
            "a name has letters, digits and !#$%&'*+-.^_`|~ (RFC 9110, 5.1)");
        return false;
    }

    private static bool IsOfToken(char letter) =>
        char.IsAsciiLetterOrDigit(letter) || "!#$%&'*+-.^_`|~".Contains(letter, StringComparison.Ordinal);

    private static string? ValueOf(SourceScalar name, SourceNode node, ReadingContext context)
    {
        if (node is not SourceScalar { IsNull: false, Text: var text })
        {
            context.Report(
                node is SourceScalar ? name.Span : node.Span,
                context.Format.NotThis(node, $"the header field '{Spelling.Shorten(name.Text)}'", "text", "write \"\" for an empty value"));
            return null;
        }

        var bad = text.FirstOrDefault(letter => letter is (< ' ' and not '\t') or > '~');
        if (bad == '\0' && !text.Contains('\0', StringComparison.Ordinal) && text.Trim(' ', '\t').Length == text.Length)
        {
            return text;
        }

        context.Report(
            node.Span,
            ScenarioErrorCodes.BadRequest,
            bad == '\0' && !text.Contains('\0', StringComparison.Ordinal)
                ? $"the value of '{name.Text}' begins or ends with a space, which no field keeps (RFC 9110, 5.5)"
                : $"the value of '{name.Text}' has the character U+{(int)bad:X4}",
            "a value has visible ASCII characters, and spaces between them (RFC 9110, 5.5)");
        return null;
    }
}
