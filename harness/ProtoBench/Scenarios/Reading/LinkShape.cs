using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace ProtoBench.Scenarios.Reading;

/// <summary>The name of a link profile.</summary>
internal sealed class LinkShape : ValueShape<string>
{
    public override string Wanted => "the name of a link profile";

    public override JsonObject Schema(ScenarioVocabulary vocabulary) =>
        new() { ["enum"] = new JsonArray([.. vocabulary.Links.Select(link => (JsonNode)link)]) };

    protected override bool TryReadNode(SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out string value)
    {
        value = (node as SourceScalar)?.Text;
        if (value is null)
        {
            return WrongType(node, what, context);
        }

        if (context.Vocabulary.Links.Contains(value))
        {
            return true;
        }

        var hint = Spelling.Hint(value, [.. context.Vocabulary.Links], "these exist");
        context.Report(node.Span, ScenarioErrorCodes.UnknownLink, $"unknown link profile '{Spelling.Shorten(value)}'", hint);
        return false;
    }
}
