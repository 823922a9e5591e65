namespace ProtoBench.Commands;

/// <summary>What <c>history add --json</c> prints of each run.</summary>
/// <param name="Run">Its id.</param>
/// <param name="Scenario">Its scenario's name.</param>
/// <param name="Environment">Id of the environment it was measured in.</param>
/// <param name="Cells">Cells that have figures.</param>
/// <param name="Added">False when it was there already.</param>
public sealed record AddedRun(string Run, string Scenario, string Environment, int Cells, bool Added);
