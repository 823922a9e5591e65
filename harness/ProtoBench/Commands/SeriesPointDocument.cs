namespace ProtoBench.Commands;

/// <summary>One run of <see cref="SeriesDocument"/>.</summary>
/// <param name="Run">Its id.</param>
/// <param name="Time">When it began.</param>
/// <param name="Commit">What it measured.</param>
/// <param name="Value">Median over its trials.</param>
public sealed record SeriesPointDocument(string Run, DateTimeOffset Time, string? Commit, double Value);
