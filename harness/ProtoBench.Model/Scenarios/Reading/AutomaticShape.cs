using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>A number, or <c>auto</c> (null) to have it chosen.</summary>
internal sealed class AutomaticShape(WholeNumberShape number) : ValueShape<int?>
{
    public override string Wanted => $"auto or {number.Wanted}";

    public override JsonObject Schema(Vocabulary vocabulary) =>
        new() { ["anyOf"] = new JsonArray(new JsonObject { ["const"] = "auto" }, number.Schema(vocabulary)) };

    protected override bool TryReadNode(SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out int? value)
    {
        value = null;
        if (node is SourceScalar { Text: "auto" })
        {
            return true;
        }

        var succeeded = number.TryRead(node, what, context, out var count);
        value = succeeded ? count : null;
        return succeeded;
    }
}
