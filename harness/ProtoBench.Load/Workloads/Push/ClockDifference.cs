namespace ProtoBench.Load.Workloads.Push;

/// <summary>
/// How an instant of the server's clock is read on the client's. Both sides of a trial run on one machine and read CLOCK_MONOTONIC, which
/// is the same in all processes and network namespaces (clock_gettime(2), time_namespaces(7)), so there is no difference and no error.
/// </summary>
/// <param name="Nanoseconds">Client's clock − server's clock.</param>
/// <param name="BoundNanoseconds">The difference is known to within this.</param>
internal readonly record struct ClockDifference(long Nanoseconds, long BoundNanoseconds)
{
    /// <summary>Of two processes of one machine.</summary>
    public static ClockDifference SameMachine => default;

    /// <summary>The server's <paramref name="instant"/> on the client's clock.</summary>
    public long OnClient(long instant) => instant + Nanoseconds;
}
