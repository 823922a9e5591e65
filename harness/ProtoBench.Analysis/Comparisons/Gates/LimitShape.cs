using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Analysis.Comparisons.Gates;

/// <summary>A quantity whose unit another key decides: it is read when that is known.</summary>
internal sealed class LimitShape : ValueShape<SourceNode>
{
    public override string Wanted => "a limit in the metric's unit, such as 5 ms, 0.1 % or 5000/s";

    public override JsonObject Schema(Vocabulary vocabulary) => new() { ["type"] = "string" };

    protected override bool TryReadNode(
        SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out SourceNode value)
    {
        value = node as SourceScalar;
        return value is not null || WrongType(node, what, context);
    }
}
