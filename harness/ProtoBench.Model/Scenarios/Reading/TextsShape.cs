using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>A mapping of words to text, such as environment variables. An entry may be empty text in quotes.</summary>
/// <param name="wanted">What it maps, for messages: <c>file names to texts</c>.</param>
/// <param name="isKey">Is this a word that may stand on the left?</param>
/// <param name="keys">What such words are, for messages.</param>
internal sealed class TextsShape(string wanted, Func<string, bool> isKey, string keys) : ValueShape<IReadOnlyDictionary<string, string>>
{
    public override string Wanted => $"a mapping of {wanted}";

    public override JsonObject Schema(Vocabulary vocabulary) => new()
    {
        ["type"] = "object",
        ["minProperties"] = 1,
        ["additionalProperties"] = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") },
    };

    protected override bool TryReadNode(
        SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out IReadOnlyDictionary<string, string> value)
    {
        value = null;
        if (node is not SourceMapping mapping)
        {
            return WrongType(node, what, context);
        }

        var errors = context.Errors.Count;
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in mapping.Entries)
        {
            if (!isKey(entry.Key.Text))
            {
                context.Report(
                    entry.Key.Span, context.Format.UnknownKey, $"'{Spelling.Shorten(entry.Key.Text)}' cannot stand in {what}", keys);
            }
            else if (entry.Value is SourceScalar { IsNull: false } scalar)
            {
                read[entry.Key.Text] = scalar.Text;
            }
            else if (entry.Value is not SourceUnreadable)
            {
                context.Report(entry.Key.Span, context.Format.NotThis(entry.Value, $"'{entry.Key.Text}'", "text", null));
            }
        }

        value = read;
        return context.Errors.Count == errors;
    }
}
