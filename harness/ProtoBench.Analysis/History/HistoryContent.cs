namespace ProtoBench.Analysis.History;

/// <summary>What a store holds.</summary>
internal sealed record HistoryContent
{
    /// <summary>Every run once, oldest first.</summary>
    public required IReadOnlyList<HistoryPoint> Points { get; init; }

    public required IReadOnlyList<Acknowledgement> Acknowledgements { get; init; }

    /// <summary>What could not be read and was left out, as sentences with their place and the remedy.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>False where no history was ever begun: the folder or the database's tables are not there.</summary>
    public bool Exists { get; init; } = true;

    /// <summary>Runs of one id and series whose lines differ: of two that claim to be the same run only the first is used.</summary>
    public static IEnumerable<string> Contradictions(IEnumerable<HistoryPoint> points) => points
        .GroupBy(point => (point.Scenario, point.ScenarioHash, point.Fingerprint, point.Run))
        .Select(run => (run.Key.Run, Lines: run.Select(HistoryJson.Line).Distinct(StringComparer.Ordinal).Count()))
        .Where(run => run.Lines > 1)
        .Select(run => $"run {run.Run} is there {run.Lines} times with other figures, commit or label, and only one of them is used; "
            + "remove the wrong line");

    /// <summary>
    /// Puts points into their order, whatever order files were merged in, and leaves out repetitions. Of two lines that claim to be the
    /// same run the first in time and text stays, so that every reader keeps the same one.
    /// </summary>
    public static IReadOnlyList<HistoryPoint> Ordered(IEnumerable<HistoryPoint> points) =>
    [
        .. points
            .OrderBy(point => point.Time)
            .ThenBy(point => point.Run, StringComparer.Ordinal)
            .ThenBy(HistoryJson.Line, StringComparer.Ordinal)
            .DistinctBy(point => (point.Scenario, point.ScenarioHash, point.Fingerprint, point.Run)),
    ];
}
