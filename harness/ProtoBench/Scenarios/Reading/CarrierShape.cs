using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace ProtoBench.Scenarios.Reading;

/// <summary>A protocol that carries another one. Whether it carries this one is checked where the arm's protocol is known.</summary>
internal sealed class CarrierShape : ValueShape<string>
{
    public override string Wanted => "the name of a carrier such as http2";

    public override JsonObject Schema(ScenarioVocabulary vocabulary)
    {
        var carriers = vocabulary.Protocols.SelectMany(protocol => protocol.Traits.Carriers).Distinct().Order(StringComparer.Ordinal);
        return new JsonObject { ["enum"] = new JsonArray([.. carriers.Select(carrier => (JsonNode)carrier)]) };
    }

    protected override bool TryReadNode(SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out string value)
    {
        value = (node as SourceScalar)?.Text;
        return value is not null || WrongType(node, what, context);
    }
}
