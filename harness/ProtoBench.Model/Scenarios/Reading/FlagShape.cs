using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>true or false, the only spellings on which all versions of YAML agree.</summary>
internal sealed class FlagShape : ValueShape<bool>
{
    public override string Wanted => "true or false";

    public override JsonObject Schema(ScenarioVocabulary vocabulary) => new() { ["type"] = "boolean" };

    protected override bool TryReadNode(SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out bool value)
    {
        value = node is SourceScalar { Text: "true" };
        return node is SourceScalar { Plain: true, Text: "true" or "false" } || WrongType(node, what, context);
    }
}
