namespace ProtoBench.Reports;

/// <summary>The arms of one workload, link and load point ordered by one metric.</summary>
internal sealed record Ranking
{
    public required Metric Metric { get; init; }

    /// <summary>Arms that have the figure, the best first; those with a single trial stand behind all that have more.</summary>
    public required IReadOnlyList<RankedArm> Arms { get; init; }

    /// <summary>Have at least two arms the two trials without which chance and difference look alike?</summary>
    public bool IsDecidable => Arms.Count(arm => arm.Figure.Trials.Count > 1) > 1;

    public static Ranking Of(Metric metric, IEnumerable<CellSummary> cells)
    {
        var shown = cells.Where(cell => cell[metric] is not null).Select(cell => (Cell: cell, Figure: cell[metric]!)).ToList();
        var sign = metric.LowerIsBetter ? 1 : -1;
        var ordered = shown.OrderBy(arm => arm.Figure.Trials.Count > 1 ? 0 : 1).ThenBy(arm => sign * arm.Figure.Centre).ToList();
        var values = ordered.Select(arm => (IReadOnlyList<double>)[.. arm.Figure.Trials.Select(trial => trial.Value)]).ToList();
        var among = Spread.AmongBest(values, metric.LowerIsBetter);
        return new Ranking { Metric = metric, Arms = [.. ordered.Select((arm, place) => Rank(arm.Cell, arm.Figure, values, place, among[place]))] };
    }

    /// <summary>The arm's place, or null when it has no figure.</summary>
    public RankedArm? Of(CellSummary cell) => Arms.FirstOrDefault(arm => ReferenceEquals(arm.Cell, cell));

    private static RankedArm Rank(CellSummary cell, Figure figure, List<IReadOnlyList<double>> values, int place, bool among)
    {
        var (ratio, low, high) = place == 0 ? (1, null, null) : Spread.Ratio(values[place], values[0]);
        return new RankedArm { Cell = cell, Figure = figure, Ratio = ratio, RatioLow = low, RatioHigh = high, IsBest = place == 0, AmongBest = among };
    }
}
