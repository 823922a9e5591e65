using ProtoBench.Model.Statistics;

namespace ProtoBench.Analysis.Summaries;

/// <summary>
/// The arms of one workload, link and load point ordered by one metric. Of several runs side by side each is ranked by itself, one after
/// the other.
/// </summary>
internal sealed record Ranking
{
    public required Metric Metric { get; init; }

    /// <summary>
    /// Arms that have the figure, the best first; those that cannot be ranked, having a single trial or an interval too wide, stand behind
    /// all others. In the cells' own order where the figure was given.
    /// </summary>
    public required IReadOnlyList<RankedArm> Arms { get; init; }

    /// <summary>
    /// Was the figure asked for and not found out? At an offered rate the throughput is that rate: whoever is nearer to it is not better at
    /// anything.
    /// </summary>
    public bool IsGiven { get; init; }

    /// <summary>
    /// Have at least two arms the two trials without which chance and difference look alike, and intervals that are no wider than a factor
    /// of three?
    /// </summary>
    public required bool IsDecidable { get; init; }

    public static Ranking Of(Metric metric, IEnumerable<CellSummary> cells)
    {
        var runs = cells.GroupBy(cell => cell.Part, StringComparer.Ordinal).Select(run => OfRun(metric, run)).ToList();
        return runs.Count == 1 ? runs[0] : new Ranking
        {
            Metric = metric,
            IsDecidable = runs.Any(run => run.IsDecidable),
            IsGiven = runs.Any(run => run.IsGiven),

            // Where a run has nothing to decide, its best must not look like the decided best of another.
            Arms = [.. runs.SelectMany(
                run => run.IsDecidable ? run.Arms : run.Arms.Select(arm => arm with { IsBest = false, AmongBest = false }))],
        };
    }

    private static Ranking OfRun(Metric metric, IEnumerable<CellSummary> cells)
    {
        var sign = metric.LowerIsBetter ? 1 : -1;
        var shown =
            cells.Where(cell => cell[metric] is { IsComparable: true }).Select(cell => (Cell: cell, Figure: cell[metric]!)).ToList();
        if (shown.Any(arm => metric.IsGivenBy(arm.Cell.Cell.Load)))
        {
            return new Ranking
            {
                Metric = metric,
                IsDecidable = false,
                IsGiven = true,
                Arms = [.. shown.Select(arm => Unranked(arm.Cell, arm.Figure))],
            };
        }

        var ordered = shown.OrderBy(arm => IsTestable(arm.Figure) ? 0 : 1).ThenBy(arm => sign * arm.Figure.Centre).ToList();

        // Nothing can be shown about a single trial or about values that are all over the place, so they take no part in the tests and
        // cannot widen their correction.
        var tested = ordered.Where(arm => IsTestable(arm.Figure)).Select(arm => arm.Figure.InRounds).ToList();
        var pairs = AllPairs.Of(tested);
        var among = IndistinguishableFromBest.Of(
            tested, pairs, metric.LowerIsBetter, ordered.Select(arm => arm.Cell.Alpha).DefaultIfEmpty(1).Min());

        // The best stands first, and is first in every pair that has it.
        var toBest = pairs.Where(pair => pair.First == 0).ToDictionary(pair => pair.Second, pair => pair.LogRatio);
        return new Ranking
        {
            Metric = metric,
            IsDecidable = tested.Count > 1,
            Arms =
            [
                .. ordered.Select((arm, place) => Rank(
                    arm.Cell,
                    arm.Figure,
                    ordered[0].Figure,
                    toBest.GetValueOrDefault(place),
                    place < among.Count ? among[place] : place == 0)),
            ],
        };
    }

    /// <summary>The arm's place, or null when it has no figure.</summary>
    public RankedArm? Of(CellSummary cell) => Arms.FirstOrDefault(arm => ReferenceEquals(arm.Cell, cell));

    private static bool IsTestable(Figure figure) => figure is { Trials.Count: > 1, IsTooNoisy: false };

    private static RankedArm Unranked(CellSummary cell, Figure figure) =>
        new() { Cell = cell, Figure = figure, Ratio = 1, IsBest = false, AmongBest = false };

    private static RankedArm Rank(CellSummary cell, Figure figure, Figure best, MeanEstimate? bestToArm, bool among)
    {
        var isBest = ReferenceEquals(figure, best);
        var arm = new RankedArm { Cell = cell, Figure = figure, Ratio = 1, IsBest = isBest, AmongBest = among };
        if (isBest)
        {
            return arm;
        }

        if (bestToArm is not { } known)
        {
            var ratio = RatioInterval.Of(figure.Values, best.Values);
            return arm with { Ratio = ratio.Ratio, RatioLow = ratio.Low, RatioHigh = ratio.High };
        }

        var half = known.HalfWidth();
        return arm with
        {
            Ratio = Math.Exp(-known.Mean),
            RatioLow = Math.Exp(-known.Mean - half),
            RatioHigh = Math.Exp(-known.Mean + half),
        };
    }
}
