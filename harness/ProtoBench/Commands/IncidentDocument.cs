namespace ProtoBench.Commands;

/// <summary>An incident that is over in <see cref="SeriesDocument"/>.</summary>
/// <param name="Run">Its first run.</param>
/// <param name="Runs">How many runs it took.</param>
/// <param name="Ratio">Its level ÷ the level around it.</param>
public sealed record IncidentDocument(string Run, int Runs, double Ratio);
