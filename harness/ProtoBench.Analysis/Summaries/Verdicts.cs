using ProtoBench.Model.Scenarios;

namespace ProtoBench.Analysis.Summaries;

/// <summary>
/// Chooses what a run is asked, and answers with what it has. An order is claimed only where trials on both sides support it.
/// </summary>
internal static class Verdicts
{
    /// <param name="workloads">What was measured.</param>
    /// <param name="busyBefore">Was the machine busy before the run?</param>
    public static IReadOnlyList<Verdict> Of(IReadOnlyList<WorkloadSummary> workloads, bool busyBefore = false)
    {
        var cells = workloads.SelectMany(workload => workload.Cells).ToList();
        if (cells.Any(cell => cell.State is CellState.Measured))
        {
            return [.. workloads.SelectMany(workload => Of(workload, busyBefore).Concat(SearchVerdicts.Of(workload)))];
        }

        if (workloads.SelectMany(SearchVerdicts.Of).ToList() is { Count: > 0 } searched)
        {
            return searched;
        }

        return cells.Any(cell => cell.Invalid + cell.Failed > 0)
            ? [new Verdict(
                "", "No trial succeeded, so this run has no answer.", ["What went wrong is listed under “Not measured and notes”."])]
            : [new Verdict(
                "",
                "No trial has ended, so this run has no answer.",
                ["Why cells have no figure is listed under “Not measured and notes”."])];
    }

    private static IEnumerable<Verdict> Of(WorkloadSummary workload, bool busyBefore)
    {
        var questions =
            workload.IsBulk ? workload.Loads.Select(load => new Question(workload, load, [Metrics.Goodput])) : ExchangeQuestions(workload);
        return questions.Select(question => VerdictText.Answer(question, busyBefore)).OfType<Verdict>();
    }

    // The lightest closed load shows what an exchange costs, the heaviest what the protocol carries, the highest rate that two or
    // more carried what its tail costs.
    private static IEnumerable<Question> ExchangeQuestions(WorkloadSummary workload)
    {
        var typical = Metrics.Typical(workload.Workload);
        var closed = workload.Loads.Where(load => load.Load.Loop is LoopKind.Closed).OrderBy(load => load.Load.InFlight).ToList();
        if (closed.Count > 0)
        {
            yield return new Question(
                workload, closed[0], IsInRounds(closed[0]) ? [Metrics.Throughput, typical] : [typical, Metrics.Throughput]);
        }

        if (closed.Count > 0 && closed[^1].Load.InFlight > 1 && !(closed.Count == 1 && IsInRounds(closed[0])))
        {
            yield return new Question(workload, closed[^1], [Metrics.Throughput]);
        }

        var open = workload.Loads.Where(load => load.Load is { Loop: LoopKind.Open, Search: null }).OrderBy(load => load.Load.Rate)
            .ToList();
        if (open.Count > 0)
        {
            var (load, metric) = Tail(open);
            yield return new Question(
                workload, load, [metric, Metrics.Throughput])
            { Higher = [.. open.SkipWhile(step => step != load).Skip(1)] };
        }
    }

    // Slices are too short for a median to settle where a machine has two levels: within a round, the ratio of two arms' p50 scattered by
    // 18 %, that of their rates (1/mean at one in flight) by 13 % (28 pairs, 8 rounds, 2-vCPU guest).
    private static bool IsInRounds(LoadSummary load) =>
        load.Cells.SelectMany(cell => cell.Succeeded).Any(trial => trial.Round is not null);

    // The highest percentile that can be compared, at the highest rate where it can; then the highest that there is.
    private static (LoadSummary Load, Metric Metric) Tail(List<LoadSummary> open)
    {
        IReadOnlyList<Metric> tails = [Metrics.P99, Metrics.P90, Metrics.P50];
        return (from arms in (IReadOnlyList<int>)[2, 1]
                from metric in tails
                let load = open.LastOrDefault(load => load.Cells.Count(cell => cell[metric] is not null && !cell.MissedRate) >= arms)
                where load is not null
                select (load, metric)).FirstOrDefault(
                    (open.LastOrDefault(load => load.Cells.Any(cell => cell.State is CellState.Measured)) ?? open[^1], Metrics.P99));
    }
}
