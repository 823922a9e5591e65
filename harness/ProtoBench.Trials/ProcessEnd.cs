using ProtoBench.Load.Children;

namespace ProtoBench.Trials;

/// <summary>Says how a process ended, from the exit code .NET reports (128 + n for signal n, as shells do).</summary>
internal static class ProcessEnd
{
    private const int SignalBase = 128;

    public static string Describe(int exitCode) => exitCode switch
    {
        0 => "ended early",
        ChildExitCode.Unsupported => "cannot run on this machine (exit code 127)",
        SignalBase + 6 => "was ended by signal 6 (SIGABRT: it crashed)",
        SignalBase + 9 => "was ended by signal 9 (SIGKILL: killed by someone, or by the kernel for lack of memory)",
        SignalBase + 11 => "was ended by signal 11 (SIGSEGV: it crashed)",
        SignalBase + 15 => "was ended by signal 15 (SIGTERM)",
        > SignalBase and < SignalBase + 65 => $"was ended by signal {exitCode - SignalBase}",
        _ => $"ended with exit code {exitCode}",
    };
}
