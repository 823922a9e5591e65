using System.Runtime.InteropServices;
using System.Text;
using ProtoBench.Load.Children;
using ProtoBench.Machine.Holding;

namespace ProtoBench.Peer;

/// <summary>
/// Runs one child role: SIGTERM, SIGINT and SIGQUIT stop it gracefully, its log goes to standard error as JSON lines, and its exit code is
/// the role's.
/// </summary>
internal static class ChildHost
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    /// <param name="create">Makes the role.</param>
    public static async Task<int> RunAsync(Func<MessageChannel, ChildLog, ChildRole> create)
    {
        using var stopping = new CancellationTokenSource();
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, Stop);
        var role = create(StandardStreams(), new ChildLog(Console.OpenStandardError(), "child"));
        var working = role.RunAsync(stopping.Token);
        var limit = new TaskCompletionSource();
        using var stopped = stopping.Token.Register(() => _ = EndLaterAsync(limit));
        return await Task.WhenAny(working, limit.Task).ConfigureAwait(false) == working
            ? await working.ConfigureAwait(false)
            : ChildExitCode.Failure;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stopping.Cancel();
        }
    }

    private static async Task EndLaterAsync(TaskCompletionSource limit)
    {
        await Task.Delay(StopLimit).ConfigureAwait(false);
        limit.TrySetResult();
    }

    private static MessageChannel StandardStreams()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

        // Its companion then ends what it had started (see ProgramSweeper).
        var watch = new SilenceWatch(SilenceWatch.Interval, SilenceWatch.Mercy, ProcessCalls.Leave);
        return new MessageChannel(
            new StreamReader(Console.OpenStandardInput(), utf8),
            new StreamWriter(Console.OpenStandardOutput(), utf8) { NewLine = "\n" },
            watch.Hear);
    }
}
