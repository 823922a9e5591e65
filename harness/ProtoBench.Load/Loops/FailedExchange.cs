namespace ProtoBench.Load.Loops;

/// <summary>An exchange that is over and not recorded yet.</summary>
/// <param name="Start">When it began, by the load's clock.</param>
/// <param name="Error">What it failed with.</param>
internal readonly record struct FailedExchange(long Start, Exception Error);
