using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>A shape of scenarios that depends on what exists.</summary>
/// <param name="wanted">For messages: "must be …".</param>
/// <param name="shape">The shape for a vocabulary.</param>
internal sealed class VocabularyShape<T>(string wanted, Func<ScenarioVocabulary, ValueShape<T>> shape) : ValueShape<T>
{
    public override string Wanted => wanted;

    public override JsonObject Schema(Vocabulary vocabulary) => shape(ScenarioVocabulary.Of(vocabulary)).Schema(vocabulary);

    protected override bool TryReadNode(SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out T value) =>
        shape(ScenarioVocabulary.Of(context.Vocabulary)).TryRead(node, what, context, out value);
}
