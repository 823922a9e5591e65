using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using ProtoBench.Contract;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>
/// A word that some protocols' traits offer as a choice. Whether this one does is checked where the arm's protocol is known.
/// </summary>
/// <param name="wanted">What is wanted, with an example.</param>
/// <param name="choices">The words a protocol offers.</param>
internal sealed class TraitShape(string wanted, Func<ProtocolTraits, IReadOnlyList<string>> choices) : ValueShape<string>
{
    public override string Wanted => wanted;

    public override JsonObject Schema(Vocabulary vocabulary)
    {
        var words = ScenarioVocabulary.Of(vocabulary).Protocols.SelectMany(protocol => choices(protocol.Traits)).Distinct()
            .Order(StringComparer.Ordinal);
        return new JsonObject { ["enum"] = new JsonArray([.. words.Select(word => (JsonNode)word)]) };
    }

    protected override bool TryReadNode(SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out string value)
    {
        value = (node as SourceScalar)?.Text;
        return value is not null || WrongType(node, what, context);
    }
}
