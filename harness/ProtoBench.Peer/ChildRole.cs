using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ProtoBench.Load.Children;
using ProtoBench.Machine.Programs;

namespace ProtoBench.Peer;

/// <summary>
/// What both child roles share: they introduce themselves, do their work until it is done or standard input ends, report a failure as their
/// last message, and stop the host.
/// </summary>
internal abstract class ChildRole(
    string name,
    MessageChannel channel,
    ChildExit exit,
    IHostApplicationLifetime lifetime,
    ILogger logger) : BackgroundService
{
    protected MessageChannel Channel { get; } = channel;

    protected ILogger Log { get; } = logger;

    protected abstract Task WorkAsync(CancellationToken cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            Channel.Write(Introduction.Of(name));
            await WorkAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Log.LogInformation("stopped by a signal");
        }
        catch (Exception error)
        {
            // The outermost frame of the process: whatever went wrong is this trial's reason, never a silent exit.
            exit.Code = error is PlatformNotSupportedException ? ChildExitCode.Unsupported : ChildExitCode.Failure;
            Log.LogError(error, "{Role} failed", name);
            Channel.Write(new Failed(Sentence(error)));
        }
        finally
        {
            lifetime.StopApplication();
        }
    }

    /// <summary>The next message; ends the role when the parent has gone.</summary>
    protected async Task<ChildMessage> NextAsync(CancellationToken cancellationToken) =>
        await Channel.ReadAsync(cancellationToken).ConfigureAwait(false)
        ?? throw new EndOfStreamException("the parent process closed the connection");

    private static string Sentence(Exception error) =>
        error is AggregateException { InnerException: { } inner } ? Sentence(inner)
        : error is ProgramException ? error.Message
        : $"{error.GetType().Name}: {error.Message}";
}
