using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>A mapping of names to texts, such as the variables of an environment.</summary>
/// <param name="noun">What one name is, for messages: <c>variable</c>.</param>
/// <param name="pattern">Of a whole name; also for editors.</param>
/// <param name="hint">What such names look like.</param>
internal sealed class TextsShape(string noun, string pattern, string hint) : ValueShape<IReadOnlyDictionary<string, string>>
{
    private static readonly TextShape Value = new() { MayLookTyped = true };

    private readonly Regex _name = new($@"^(?:{pattern})\z", RegexOptions.NonBacktracking);

    /// <summary>Variables of an environment, with the names that shells know (POSIX, Base Definitions, 8.1).</summary>
    public static TextsShape Variables { get; } =
        new("variable", "[A-Za-z_][A-Za-z0-9_]*", "use letters, digits and '_', the first no digit: HTTP_PROXY");

    public override string Wanted => $"a mapping of {noun}s to texts";

    public override JsonObject Schema(Vocabulary vocabulary) => new()
    {
        ["type"] = "object",
        ["minProperties"] = 1,
        ["propertyNames"] = new JsonObject { ["pattern"] = $"^({pattern})$" },
        ["additionalProperties"] = Value.Schema(vocabulary),
    };

    protected override bool TryReadNode(
        SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out IReadOnlyDictionary<string, string> value)
    {
        value = null;
        if (node is not SourceMapping mapping)
        {
            return WrongType(node, what, context);
        }

        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in mapping.Entries)
        {
            if (!_name.IsMatch(entry.Key.Text))
            {
                context.Report(
                    entry.Key.Span, ScenarioErrorCodes.BadName, $"no {noun} can be called '{Spelling.Shorten(entry.Key.Text)}'", hint);
            }
            else if (Value.TryRead(entry.Value, $"{noun} '{entry.Key.Text}'", context, out _))
            {
                // As it is written: a file's text ends with its last line.
                texts[entry.Key.Text] = ((SourceScalar)entry.Value).Text;
            }
        }

        value = texts;
        return true;
    }
}
