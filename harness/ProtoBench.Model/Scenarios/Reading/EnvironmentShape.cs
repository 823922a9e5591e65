using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>Variables for the environment of a program of the user's.</summary>
internal sealed partial class EnvironmentShape : ValueShape<IReadOnlyDictionary<string, string>>
{
    // POSIX, Base Definitions, 8.1: what shells can name.
    private const string Pattern = "^[A-Za-z_][A-Za-z0-9_]*$";

    private static readonly TextShape Value = new() { MayLookTyped = true };

    public override string Wanted => "a mapping of variables to their values, such as { LANG: C }";

    public override JsonObject Schema(Vocabulary vocabulary) => new()
    {
        ["type"] = "object",
        ["minProperties"] = 1,
        ["propertyNames"] = new JsonObject { ["pattern"] = Pattern },
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

        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in mapping.Entries)
        {
            if (!NamePattern().IsMatch(entry.Key.Text))
            {
                context.Report(
                    entry.Key.Span,
                    ScenarioErrorCodes.BadName,
                    $"no variable can be called '{Spelling.Shorten(entry.Key.Text)}'",
                    "use letters, digits and '_', the first no digit: HTTP_PROXY");
            }
            else if (Value.TryRead(entry.Value, $"variable '{entry.Key.Text}'", context, out var text))
            {
                variables[entry.Key.Text] = text;
            }
        }

        value = variables;
        return true;
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex NamePattern();
}
