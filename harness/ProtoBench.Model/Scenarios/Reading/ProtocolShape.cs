using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using ProtoBench.Contract;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>The name of a protocol in the catalog.</summary>
internal sealed class ProtocolShape : ValueShape<IProtocol>
{
    public override string Wanted => "the name of a protocol";

    public override JsonObject Schema(Vocabulary vocabulary)
    {
        var names = ScenarioVocabulary.Of(vocabulary).Protocols.Select(protocol => protocol.Name).Order(StringComparer.Ordinal);
        return new JsonObject { ["enum"] = new JsonArray([.. names.Select(name => (JsonNode)name)]) };
    }

    protected override bool TryReadNode(SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out IProtocol value)
    {
        value = null;
        if (node is not SourceScalar scalar)
        {
            return WrongType(node, what, context);
        }

        var protocols = ScenarioVocabulary.Of(context.Vocabulary).Protocols;
        value = protocols.FirstOrDefault(protocol => protocol.Name == scalar.Text);
        if (value is null)
        {
            var names = protocols.Select(protocol => protocol.Name).ToArray();
            context.Report(
                node.Span,
                ScenarioErrorCodes.UnknownProtocol,
                $"unknown protocol '{Spelling.Shorten(scalar.Text)}'",
                Spelling.Hint(scalar.Text, names, "ProtoBench speaks these"));
        }

        return value is not null;
    }
}
