namespace ProtoBench.Trials.Launching;

/// <summary>How a command ended on a host, where its exit code came back. Pure.</summary>
internal static class HostEnd
{
    // As timeout(1) says it.
    private const int LifetimeOver = 124;

    /// <summary>A half-sentence.</summary>
    public static string Describe(int exitCode) => exitCode switch
    {
        LifetimeOver => "was ended because it had lived longer than any trial takes",
        _ => ProcessEnd.Describe(exitCode),
    };
}
