using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Objectives;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Analysis.Comparisons.Gates;

/// <summary>The keys of a policy file.</summary>
internal static class GatePolicyKeys
{
    private static readonly KeyOf<double> Alpha = new(
        "alpha", Share(0.01m, 20, "0.01 % to 20 %"), "Share of suites without any change that may fail, at most. Default 1 %.");

    private static readonly KeyOf<InconclusiveMeaning> Inconclusive = new(
        "inconclusive",
        new ChoiceShape<InconclusiveMeaning>(),
        "pass: what cannot be decided passes. fail: the gate ends with exit code 5. Default pass.");

    private static readonly KeyOf<GateMetric> Metric = new(
        "metric", new ChoiceShape<GateMetric>(), "throughput, goodput, p50, p90 or p99; or a share that is better low: failures "
            + "(exchanges that ended in any way but well), "
            + "time-outs (those without an answer in time), lost (datagrams of a bulk transfer); or what it costs: client-cpu, "
            + "server-cpu, client-peak, server-peak (memory), wire (bytes on a link), connect, first-byte.")
    { Required = true };

    private static readonly KeyOf<string> Cells = new(
        "cells", Shapes.Text, "Cell ids, workload/label/link/load; '*' stands for any text. Default '*', all cells.");

    private static readonly KeyOf<double> Margin = new(
        "margin", Share(0.1m, 1_000, "0.1 % to 1000 %"), "Smallest slowdown that counts. Default 5 %. For failures, time-outs and "
            + "lost: how much larger the share may be than the base's, in points; default 0.1 %.");

    private static readonly KeyOf<SourceNode> Limit = new(
        "limit", new LimitShape(), "What the new side must keep whatever the base has, such as 5 ms for p99 or 0.1 % for failures: at most "
            + "this, of throughput and goodput at least. Without margin the base is not looked at. Default: none.");

    private static readonly MappingShape<GateRule> Rule = new("a gate", [Metric, Cells, Margin, Limit, Inconclusive], BuildRule);

    private static readonly KeyOf<IReadOnlyList<Placed<GateRule>>> Gates = new(
        "gates", new ListShape<GateRule>("gates", Rule), "What must not become slower or fail more often; for each metric the first "
            + "entry that fits counts.")
    { Required = true };

    public static MappingShape<GatePolicy> Shape { get; } = new("a gate policy", [Alpha, Inconclusive, Gates], Build);

    private static GatePolicy Build(MappingReader reader)
    {
        var meaning = reader.Get(Inconclusive, InconclusiveMeaning.Pass);
        return new GatePolicy
        {
            Name = "",
            Alpha = reader.Get(Alpha, 0.01),
            Rules = [.. reader.Get(Gates, []).Select(rule => rule.Value with
            {
                // Entries without a word of their own follow the file's.
                Inconclusive = rule.Value.Inconclusive == Unset ? meaning : rule.Value.Inconclusive,
            })],
        };
    }

    private const InconclusiveMeaning Unset = (InconclusiveMeaning)(-1);

    private static GateRule BuildRule(MappingReader reader)
    {
        var metric = reader.Get(Metric, GateMetric.P50);
        double? limit = null;
        if (reader.Has(Limit) && reader.TryGet(Limit, out var written))
        {
            var shape = ObjectiveKeys.ShapeOf(ObjectiveMetrics.Find(ChoiceShape<GateMetric>.WordOf(metric)));
            limit = shape.TryRead(written, "'limit'", reader.Context, out var read) ? read : null;
        }

        if (metric == GateMetric.P999 && (!reader.Has(Limit) || reader.Has(Margin)))
        {
            reader.Report(
                Metric,
                ScenarioErrorCodes.KeyNotApplicable,
                "'p99.9' varies too much between unchanged trials to be held against a base",
                "give it a limit and no margin, such as limit: 20 ms");
        }

        return new GateRule
        {
            Limit = limit,
            IsRelative = !reader.Has(Limit) || reader.Has(Margin),
            Metric = metric,
            Cells = reader.Get(Cells, "*"),
            Margin = reader.Get(Margin, GateRule.IsShare(metric) ? FailureMetric.DefaultMargin : 0.05),
            Inconclusive = reader.Get(Inconclusive, Unset),
            Line = reader.Span.Line,
            Column = reader.Span.Column,
        };
    }

    private static QuantityShape<double> Share(decimal minimum, decimal maximum, string bounds) => new(
        ScenarioErrorCodes.BadShare,
        "a share such as 5 %",
        [new Unit("%", 1)],
        new(minimum, maximum, bounds),
        percent => (double)(percent / 100));
}
