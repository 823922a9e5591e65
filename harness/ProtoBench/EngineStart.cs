using ProtoBench.Machine;
using ProtoBench.Native;

namespace ProtoBench;

/// <summary>
/// The command optimises none of its own code while it runs: its compiler would take a processor from the sides of a trial, early in each
/// window. Of http2 with one exchange at a time, seven of eight trials fell to 1,000/s for 0.1 to 0.3 s, from 22,000. Emulated links run in
/// this program too, and do need it. So a command that forwards packets starts over with it.
/// </summary>
internal static class EngineStart
{
    private static readonly string[] Forwarding = ["serve", "run", "check", "doctor"];

    /// <summary>Replaces this process by the same command with its compiler, where that is needed and not so already.</summary>
    /// <param name="arguments">What was typed.</param>
    public static void Reenter(string[] arguments)
    {
        if (arguments is not ["link", var verb, ..] || !Forwarding.Contains(verb)
            || Environment.GetEnvironmentVariable(ProcessProbe.TieringDelay) is not null || !File.Exists(Executables.Application))
        {
            return;
        }

        // .NET ignores SIGPIPE, and an ignored signal stays ignored across exec.
        var pipes = LibcProcesses.HandleSignal(LibcProcesses.SignalPipe, 0);
        var delay = $"{ProcessProbe.TieringDelay}={ProcessProbe.UsualTieringDelay}";
        string?[] command = ["env", delay, Executables.Application, .. arguments, null];
        _ = LibcProcesses.Execute("env", command);

        // Without env: as slow as it is, and right all the same.
        _ = LibcProcesses.HandleSignal(LibcProcesses.SignalPipe, pipes);
    }
}
