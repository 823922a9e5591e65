namespace ProtoBench.Analysis.History;

/// <summary>One run of a series.</summary>
/// <param name="Run">Its id.</param>
/// <param name="Time">When it began.</param>
/// <param name="Commit">What it measured.</param>
/// <param name="Value">Median over its trials, in the metric's unit.</param>
internal sealed record SeriesPoint(string Run, DateTimeOffset Time, string? Commit, double Value)
{
    /// <summary>What people look the change up by: the commit, shortened as git does, or the run.</summary>
    public string Place => Commit is { Length: > 12 } commit ? commit[..12] : Commit ?? Run;
}
