using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>How long something is waited for.</summary>
/// <param name="Time">A time; null: a share.</param>
/// <param name="Quantile">As long as this share of what was seen took; null: a time.</param>
internal readonly record struct Wait(TimeSpan? Time, double? Quantile);

/// <summary>A duration such as <c>20 ms</c>, or a percentile of what the client sees, such as <c>p95</c>.</summary>
/// <param name="duration">Of the first form.</param>
internal sealed class WaitShape(QuantityShape<TimeSpan> duration) : ValueShape<Wait>
{
    private static readonly WordShape<double> Percentile = new(
        new Dictionary<string, double> { ["p50"] = 0.5, ["p75"] = 0.75, ["p90"] = 0.9, ["p95"] = 0.95, ["p99"] = 0.99 });

    public override string Wanted => $"{duration.Wanted}, or {Percentile.Wanted}";

    public override JsonObject Schema(Vocabulary vocabulary) =>
        new() { ["anyOf"] = new JsonArray(duration.Schema(vocabulary), Percentile.Schema(vocabulary)) };

    protected override bool TryReadNode(SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out Wait value)
    {
        value = default;
        if (node is SourceScalar { Text: ['p', ..] })
        {
            var known = Percentile.TryRead(node, what, context, out var quantile);
            value = new Wait(null, quantile);
            return known;
        }

        if (!duration.TryRead(node, what, context, out var time))
        {
            return false;
        }

        value = new Wait(time, null);
        return true;
    }
}
