using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>true or false, the only spellings on which all versions of YAML agree.</summary>
internal sealed class FlagShape : ValueShape<bool>
{
    /// <summary>Takes <c>"true"</c> as well.</summary>
    public bool MayBeQuoted { get; init; }

    public override string Wanted => "true or false";

    public override JsonObject Schema(Vocabulary vocabulary) => new() { ["type"] = "boolean" };

    protected override bool TryReadNode(SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out bool value)
    {
        value = node is SourceScalar { Text: "true" };
        if (node is SourceScalar { Text: "true" or "false" } scalar && (scalar.Plain || MayBeQuoted))
        {
            return true;
        }

        context.Report(node.Span, context.Format.NoFlag(node, what, Wanted));
        return false;
    }
}
