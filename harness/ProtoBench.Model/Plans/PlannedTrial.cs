namespace ProtoBench.Model.Plans;

/// <summary>One fresh process pair to be started.</summary>
/// <param name="Number">Position in the run, from 1.</param>
/// <param name="CellId">The <see cref="Cell.Id"/> it measures.</param>
/// <param name="Repetition">Which of the cell's trials it is, from 1.</param>
/// <param name="Seed">Seed of its arrival schedule, derived from the scenario's seed, the cell and the repetition.</param>
/// <param name="Round">
/// Trials with the same number are measured together, in turns; null: it has the machine to itself.
/// </param>
public sealed record PlannedTrial(int Number, string CellId, int Repetition, ulong Seed, int? Round = null);
