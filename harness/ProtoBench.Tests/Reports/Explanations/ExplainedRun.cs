using ProtoBench.Analysis.Summaries;
using ProtoBench.Contract;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Reports.Explanations;

namespace ProtoBench.Tests.Reports.Explanations;

/// <summary>An invented run whose workload is made one of another kind, with what its trials would have recorded.</summary>
internal static class ExplainedRun
{
    /// <summary>What is found about the differences of its only panel, with one in flight.</summary>
    /// <param name="workload">What was asked of every arm.</param>
    /// <param name="link">Over which link.</param>
    /// <param name="arms">The middle of each one's latencies in microseconds, and what its measurements have beside them.</param>
    public static IReadOnlyList<(Metric Metric, string Best, IReadOnlyList<Explanation> Explanations)> Of(
        Workload workload, string link, params (string Label, double Latency, Func<Measurement, Measurement> Record)[] arms) =>
        Of(workload, link, 1, arms);

    /// <summary>The same with what connections tell of themselves.</summary>
    public static IReadOnlyList<(Metric Metric, string Best, IReadOnlyList<Explanation> Explanations)> Of(
        Workload workload,
        string link,
        Func<ConnectionFacts, ConnectionFacts> facts,
        params (string Label, double Latency, Func<Measurement, Measurement> Record)[] arms) =>
        Explained(WithFacts(Run(workload, link, 1, arms), facts));

    /// <summary>The same with so many in flight.</summary>
    public static IReadOnlyList<(Metric Metric, string Best, IReadOnlyList<Explanation> Explanations)> Of(
        Workload workload,
        string link,
        int inFlight,
        params (string Label, double Latency, Func<Measurement, Measurement> Record)[] arms) =>
        Explained(Run(workload, link, inFlight, arms));

    /// <summary>Times within 1 % of one, as a measurement keeps them.</summary>
    public static string Times(double microseconds, int count = 2_000)
    {
        var histogram = new LatencyHistogram();
        for (var i = 0; i < count; i++)
        {
            histogram.Record((long)(1e3 * microseconds * (0.99 + (0.02 * i / count))));
        }

        return HistogramText.Encode(histogram);
    }

    private static IReadOnlyList<(Metric Metric, string Best, IReadOnlyList<Explanation> Explanations)> Explained(RunResult run) =>
        [.. Explainer.Of(WorkloadFamily.Of(RunSummary.Of(run).Workloads)[0].Panels[0])];

    private static RunResult WithFacts(RunResult run, Func<ConnectionFacts, ConnectionFacts> facts) =>
        run with { Trials = [.. run.Trials.Select(trial => trial with { Facts = facts(trial.Facts!) })] };

    private static RunResult Run(
        Workload workload, string link, int inFlight, (string Label, double Latency, Func<Measurement, Measurement> Record)[] arms)
    {
        var run = new SyntheticRun(new Scenario
        {
            Name = "explained",
            Title = "Why?",
            Workloads = [new Workload { Name = workload.Name, Fresh = workload.Fresh }],
            Arms = [.. arms.Select(arm => new Arm { Label = arm.Label, Protocol = arm.Label })],
            Loads = [new LoadPoint { Name = "closed", InFlight = inFlight }],
            Links = [link],
            Trials = 3,
        })
        {
            MostSamples = 100,
        }.Result();
        var recorded = run.Plan.Cells.ToDictionary(cell => cell.Id, cell => arms.Single(arm => arm.Label == cell.Arm.Label));
        return run with
        {
            Plan = run.Plan with
            {
                Cells = [.. run.Plan.Cells.Select(cell => cell with { Workload = workload, Connections = workload.Connections ?? 1 })],
                Scenario = run.Plan.Scenario with { Workloads = [workload] },
            },
            Trials =
            [
                .. run.Trials.Select(trial => Recorded(trial, recorded[trial.CellId].Latency, recorded[trial.CellId].Record)),
            ],
        };
    }

    // Trials differ by a hundredth of a percent, so that their intervals are narrow and not nothing.
    private static TrialResult Recorded(TrialResult trial, double latency, Func<Measurement, Measurement> record)
    {
        var drift = 1 + (0.0001 * trial.Repetition);
        var times = Times(latency * drift);
        var summary = LatencySummaries.Of(HistogramText.Decode(times));
        var measurement = record(trial.Measurement! with { Response = times, Service = times });
        return trial with
        {
            ResponseMicroseconds = summary,
            ServiceMicroseconds = summary,
            Measurement = measurement with
            {
                Figures = measurement.Figures?.ToDictionary(
                    figure => figure.Key, figure => figure.Value * (figure.Value > 1e3 ? drift : 1)),
            },
        };
    }
}
