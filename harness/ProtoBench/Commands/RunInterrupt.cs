using System.Runtime.InteropServices;

namespace ProtoBench.Commands;

/// <summary>
/// Turns SIGINT and SIGTERM into a cancelled token and remembers which it was. The first lets the current trial be cleaned up; a second
/// SIGINT ends the program at once, and the children end when their input does.
/// </summary>
internal sealed class RunInterrupt : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    public RunInterrupt()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, Commands.ExitCode.Interrupted));
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, Commands.ExitCode.Terminated));
    }

    public CancellationToken Token => _source.Token;

    /// <summary>130 or 143 once a signal has come.</summary>
    public int? ExitCode { get; private set; }

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _source.Dispose();
    }

    private void Stop(PosixSignalContext context, int exitCode)
    {
        context.Cancel = ExitCode is null;
        ExitCode ??= exitCode;
        _source.Cancel();
    }
}
