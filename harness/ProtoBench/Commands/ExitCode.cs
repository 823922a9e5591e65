namespace ProtoBench.Commands;

/// <summary>What <c>protobench</c> tells its caller. Stable: scripts depend on it.</summary>
internal static class ExitCode
{
    /// <summary>Everything was measured.</summary>
    public const int Ok = 0;

    /// <summary>A gate failed.</summary>
    public const int GateFailed = 1;

    /// <summary>The command line or the scenario is wrong.</summary>
    public const int Usage = 2;

    /// <summary>This machine is not able to; <c>protobench doctor</c> says what is missing.</summary>
    public const int MachineNotAble = 3;

    /// <summary>Some trials could not be measured, or not be trusted.</summary>
    public const int NotMeasured = 4;

    /// <summary>A gate could not be decided, and its policy is strict.</summary>
    public const int Inconclusive = 5;

    /// <summary>A bug in ProtoBench (EX_SOFTWARE of sysexits.h).</summary>
    public const int Internal = 70;

    /// <summary>128 + SIGINT.</summary>
    public const int Interrupted = 130;

    /// <summary>128 + SIGTERM.</summary>
    public const int Terminated = 143;
}
