using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>The name of a kind of workload.</summary>
internal sealed class WorkloadKindShape(IReadOnlyList<IWorkloadKind> kinds) : ValueShape<IWorkloadKind>
{
    private IEnumerable<string> Names => kinds.Select(kind => kind.Name);

    public override string Wanted => string.Join(" or ", Names);

    public override JsonObject Schema(Vocabulary vocabulary) =>
        new() { ["enum"] = new JsonArray([.. Names.Select(name => (JsonNode)name)]) };

    protected override bool TryReadNode(
        SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out IWorkloadKind value)
    {
        value = null;
        if (node is not SourceScalar scalar)
        {
            return WrongType(node, what, context);
        }

        value = kinds.FirstOrDefault(kind => kind.Name == scalar.Text);
        if (value is null)
        {
            var hint = Spelling.Hint(scalar.Text, [.. Names], "use one of these");
            context.Report(node.Span, ScenarioErrorCodes.UnknownWord, $"{what} cannot be '{Spelling.Shorten(scalar.Text)}'", hint);
        }

        return value is not null;
    }
}
