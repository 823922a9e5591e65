using ProtoBench.Load.Children;
using ProtoBench.Machine.Programs;

namespace ProtoBench.Peer;

/// <summary>
/// What both child roles share: they introduce themselves, do their work until it is done or standard input ends, and report a failure as
/// their last message.
/// </summary>
internal abstract class ChildRole(string name, MessageChannel channel, ChildLog log)
{
    protected MessageChannel Channel { get; } = channel;

    protected ChildLog Log { get; } = log;

    /// <summary>Returns the exit code.</summary>
    /// <param name="stopping">Signalled when the process is to end.</param>
    public async Task<int> RunAsync(CancellationToken stopping)
    {
        try
        {
            Channel.Write(Introduction.Of(name));
            await WorkAsync(stopping).ConfigureAwait(false);
            return ChildExitCode.Done;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            Log.Information("stopped by a signal");
            return ChildExitCode.Done;
        }
        catch (Exception error)
        {
            // The outermost frame of the process: whatever went wrong is this trial's reason, never a silent exit.
            Log.Error(error, $"{name} failed");
            Channel.Write(new Failed(Sentence(error)));
            return error is PlatformNotSupportedException ? ChildExitCode.Unsupported : ChildExitCode.Failure;
        }
    }

    protected abstract Task WorkAsync(CancellationToken cancellationToken);

    /// <summary>The next message; ends the role when the parent has gone.</summary>
    protected async Task<ChildMessage> NextAsync(CancellationToken cancellationToken) =>
        await Channel.ReadAsync(cancellationToken).ConfigureAwait(false)
        ?? throw new EndOfStreamException("the parent process closed the connection");

    private static string Sentence(Exception error) =>
        error is AggregateException { InnerException: { } inner } ? Sentence(inner)
        : error is ProgramException ? error.Message
        : $"{error.GetType().Name}: {error.Message}";
}
