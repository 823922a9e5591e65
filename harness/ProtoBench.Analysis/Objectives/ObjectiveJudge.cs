using ProtoBench.Analysis.Summaries;
using ProtoBench.Load.Workloads;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Objectives;
using ProtoBench.Model.Statistics;
using ProtoBench.Model.Text;

namespace ProtoBench.Analysis.Objectives;

/// <summary>Holds the trials of a cell against absolute limits. Trials are the unit, as everywhere. Pure.</summary>
internal static class ObjectiveJudge
{
    /// <summary>Two trials that happen to agree would have an interval of no width.</summary>
    public const int FewestTrials = 3;

    /// <summary>Can the cell have the figure at all? What it cannot have is no objective of it.</summary>
    public static bool Concerns(ObjectiveMetric metric, Cell cell, IReadOnlyList<TrialResult> trials) =>
        Concerns(metric, cell) && (metric.Key != "lost" || trials.Any(trial => ObjectiveFigures.Counted(metric, trial) is not null));

    /// <summary>As far as the workload tells.</summary>
    public static bool Concerns(ObjectiveMetric metric, Cell cell) =>
        metric.OfExchanges is not { } exchanges
        || exchanges == (WorkloadCatalog.Of(cell.Workload.Kind).Measures == WorkloadMeasure.Exchanges);

    /// <param name="cell">Whose objective it is.</param>
    /// <param name="objective">The limit.</param>
    /// <param name="trials">All of the cell, also those that do not count.</param>
    public static ObjectiveFinding Judge(Cell cell, Objective objective, IReadOnlyList<TrialResult> trials)
    {
        var metric = ObjectiveMetrics.Find(objective.Metric);
        return metric.IsShare ? Share(cell, objective, metric, trials) : Level(cell, objective, metric, trials);
    }

    private static ObjectiveFinding Level(Cell cell, Objective objective, ObjectiveMetric metric, IReadOnlyList<TrialResult> trials)
    {
        var counting = trials.Where(trial => trial is { Status: TrialStatus.Succeeded, Measurement: not null }).ToList();
        if (counting.Count < FewestTrials)
        {
            return Unknown(cell, objective, metric, counting.Count, TooFew(counting.Count, trials.Count));
        }

        if (ObjectiveFigures.Find(metric, cell) is not { } read)
        {
            return Unknown(cell, objective, metric, counting.Count, "not measured");
        }

        var figure = CellSummaries.FigureOf(read, counting);
        if (figure is not { IsShown: true, Low: { } low, High: { } high })
        {
            return Unknown(cell, objective, metric, counting.Count, figure.Withheld ?? "no interval");
        }

        var outcome = Of(metric, objective.Limit, low, high);
        return Finding(cell, objective, metric, outcome, (figure.Centre, low, high), counting.Count);
    }

    // Failing makes trials invalid, so all that measured anything are counted. Exchanges of a trial fail together: beside the exact
    // interval of all of them, the trials have to agree.
    private static ObjectiveFinding Share(Cell cell, Objective objective, ObjectiveMetric metric, IReadOnlyList<TrialResult> trials)
    {
        var counts = trials.Select(trial => ObjectiveFigures.Counted(metric, trial)).OfType<(long Count, long Of)>().ToList();
        if (counts.Count < FewestTrials)
        {
            return Unknown(
                cell,
                objective,
                metric,
                counts.Count,
                counts.Count == 0 && trials.Count >= FewestTrials ? "not measured" : TooFew(counts.Count, trials.Count));
        }

        var (count, all) = (counts.Sum(one => one.Count), counts.Sum(one => one.Of));
        var (low, high) = BinomialInterval.Exact(count, all);
        var above = counts.Count(one => one.Count > objective.Limit * one.Of);
        var outcome = Of(metric, objective.Limit, low, high) switch
        {
            ObjectiveOutcome.Met when 2 * above < counts.Count => ObjectiveOutcome.Met,
            ObjectiveOutcome.Missed when 2 * above > counts.Count => ObjectiveOutcome.Missed,
            _ => ObjectiveOutcome.CannotTell,
        };
        return Finding(cell, objective, metric, outcome, ((double)count / all, low, high), counts.Count);
    }

    private static ObjectiveOutcome Of(ObjectiveMetric metric, double limit, double low, double high) =>
        (metric.Keeps(low, limit), metric.Keeps(high, limit)) switch
        {
            (true, true) => ObjectiveOutcome.Met,
            (false, false) => ObjectiveOutcome.Missed,
            _ => ObjectiveOutcome.CannotTell,
        };

    private static ObjectiveFinding Finding(
        Cell cell, Objective objective, ObjectiveMetric metric, ObjectiveOutcome outcome, (double Centre, double Low, double High) value,
        int trials)
    {
        var interval = NumberText.Range(value.Low, value.High, metric.Quantity);
        var found = $"{NumberText.Of(value.Centre, metric.Quantity)} ({interval})";
        var limit = metric.Text(objective.Limit);
        return new ObjectiveFinding
        {
            CellId = cell.Id,
            Metric = metric.Key,
            Limit = objective.Limit,
            Outcome = outcome,
            Value = value.Centre,
            Low = value.Low,
            High = value.High,
            Trials = trials,
            LimitText = limit,
            Found = found,
            Sentence = outcome switch
            {
                ObjectiveOutcome.Met => $"{cell.Id} meets {limit}: {found}.",
                ObjectiveOutcome.Missed => $"{cell.Id} misses {limit}: {found}.",
                _ => $"Nobody can tell whether {cell.Id} meets {limit}: {found} lies on both sides of it.",
            },
        };
    }

    private static ObjectiveFinding Unknown(Cell cell, Objective objective, ObjectiveMetric metric, int trials, string why)
    {
        var limit = metric.Text(objective.Limit);
        return new ObjectiveFinding
        {
            CellId = cell.Id,
            Metric = metric.Key,
            Limit = objective.Limit,
            Outcome = ObjectiveOutcome.CannotTell,
            Trials = trials,
            LimitText = limit,
            Found = why,
            Sentence = $"Nobody can tell whether {cell.Id} meets {limit}: {why}.",
        };
    }

    private static string TooFew(int counting, int ran) => counting == ran
        ? $"{Plural.Of(counting, "trial")}, and {FewestTrials} are needed"
        : $"{counting} of {Plural.Of(ran, "trial")} count, and {FewestTrials} are needed";
}
