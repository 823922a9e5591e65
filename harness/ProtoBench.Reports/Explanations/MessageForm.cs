using ProtoBench.Analysis.Summaries;
using ProtoBench.Contract;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Reports.Explanations;

/// <summary>How an arm's typed messages travel: the parts in which two such arms can differ.</summary>
/// <param name="Codec">Such as json.</param>
/// <param name="Framing">Such as plain HTTP POST.</param>
/// <param name="CarriedBy">The standard below it, such as HTTP/2.</param>
/// <param name="Rest">All else that differs by choice, so that arms are compared only where it is equal.</param>
internal sealed record MessageForm(string Codec, string Framing, string CarriedBy, string Rest)
{
    /// <summary>That of a cell; null where its messages are bytes.</summary>
    public static MessageForm? Of(CellSummary cell, ConnectionFacts? facts) =>
        facts is { More: { } more }
        && more.TryGetValue(CodecFactNames.Framing, out var framing)
        && more.TryGetValue(CodecFactNames.CarriedBy, out var carrier)
            ? new(
                ChoiceShape<Codec>.WordOf(cell.Cell.Arm.Codec),
                framing,
                carrier,
                $"{more.GetValueOrDefault(CodecFactNames.Compression)}, {facts.Tls}, {facts.NoDelay}")
            : null;
}
