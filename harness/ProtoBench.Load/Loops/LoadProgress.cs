namespace ProtoBench.Load.Loops;

/// <summary>Running totals of a load loop since its start.</summary>
/// <param name="Amount">Exchanges completed, or payload bytes moved.</param>
/// <param name="Events">Exchanges completed, or messages moved.</param>
internal readonly record struct LoadProgress(long Amount, long Events);
