using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Statistics;

namespace ProtoBench.Analysis.Summaries;

/// <summary>
/// When a run knows enough. After every repetition it looks whether pairs of arms are still undecided, and the next repetition measures
/// only arms that belong to one. Whoever looks often finds something by chance: so each look has its share of the 5 %, and the verdict at
/// the end is held against that share as well. Pure.
/// </summary>
internal static class EarlyEnd
{
    /// <summary>With fewer trials an arm's spread is a guess.</summary>
    public const int FirstLook = 3;

    private const double Alpha = 0.05;

    /// <summary>How often a run of the scenario may look, the verdict at its end included.</summary>
    public static int Looks(Scenario scenario) => scenario.Margin is null ? 1 : Math.Max(1, scenario.Trials - FirstLook + 1);

    /// <summary>The chance of telling equal arms apart that each look has.</summary>
    public static double AlphaOf(Scenario scenario) => Alpha / Looks(scenario);

    /// <summary>
    /// The cells that another trial may tell something about: of pairs that are neither told apart nor known within the margin.
    /// </summary>
    /// <param name="scenario">Has the margin; without one every cell is wanted.</param>
    /// <param name="cells">All that run.</param>
    /// <param name="trials">What there is so far.</param>
    public static IReadOnlySet<string> Wanted(Scenario scenario, IReadOnlyList<Cell> cells, IReadOnlyList<TrialResult> trials)
    {
        var all = cells.Where(cell => cell.Runs).Select(cell => cell.Id).ToHashSet(StringComparer.Ordinal);
        if (scenario.Margin is not { } margin)
        {
            return all;
        }

        var byCell = trials.ToLookup(trial => trial.CellId, StringComparer.Ordinal);
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in cells.Where(cell => cell.Runs).GroupBy(Rounds.GroupOf, StringComparer.Ordinal))
        {
            wanted.UnionWith(Undecided([.. group], byCell, margin, AlphaOf(scenario)));
        }

        return wanted;
    }

    // What has too few trials that count is wanted too, but for cells that have shown that they have none.
    private static HashSet<string> Undecided(
        List<Cell> cells, ILookup<string, TrialResult> trials, double margin, double alpha)
    {
        var metric = MetricOf(cells, trials);
        var arms =
            cells.Select(cell => Values(metric, [.. trials[cell.Id].Where(trial => trial.Status == TrialStatus.Succeeded)])).ToList();
        var known = Enumerable.Range(0, cells.Count).Where(i => arms[i] is { Values.Count: >= FirstLook }).ToList();
        var wanted = cells.Where((cell, i) => !known.Contains(i) && trials[cell.Id].Count() < FirstLook + (arms[i]?.Values.Count ?? 0))
            .Select(cell => cell.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var pair in AllPairs.Of([.. known.Select(i => arms[i]!)]))
        {
            if (!(pair.Adjusted <= alpha || pair.LogRatio?.HalfWidth() <= Math.Log(1 + margin)))
            {
                wanted.Add(cells[known[pair.First]].Id);
                wanted.Add(cells[known[pair.Second]].Id);
            }
        }

        return wanted;
    }

    /// <summary>What the verdict on these cells will be about, see <see cref="Verdicts"/>.</summary>
    private static Metric MetricOf(List<Cell> cells, ILookup<string, TrialResult> trials)
    {
        var load = cells[0].Load;
        if (Metrics.Headline(cells[0].Workload) is [var only])
        {
            return only;
        }

        if (load.Loop is LoopKind.Closed)
        {
            return Metrics.IsDecidedByItsOwn(cells[0].Workload) ? Metrics.Typical(cells[0].Workload) : Metrics.Throughput;
        }

        Metric[] tails = [Metrics.P99, Metrics.P90, Metrics.P50];
        return tails.FirstOrDefault(
            metric => cells.All(cell => trials[cell.Id].All(trial => metric.Read(trial) is not null)), Metrics.P50);
    }

    private static TrialValues? Values(Metric metric, IReadOnlyList<TrialResult> trials)
    {
        var values = trials.Select(trial => metric.Read(trial)).ToList();
        return values.Count == 0 || values.Any(value => value is not > 0) ? null : new TrialValues(
            [.. values.Select(value => value!.Value)],
            trials.All(trial => trial.Round is not null) ? [.. trials.Select(trial => trial.Round!.Value)] : null);
    }
}
