using ProtoBench.Load.Loops;

namespace ProtoBench.Load.Children;

/// <summary>The compiler of a server that watches it itself: the parent passes the question on to it, and its answer back.</summary>
/// <param name="parent">The parent.</param>
/// <param name="isShort">Is all work of the workload short? See <see cref="QuietQuestion"/>.</param>
internal sealed class AskedCompiler(MessageChannel parent, bool isShort = false) : IServerCompiler
{
    private TaskCompletionSource<bool>? _asked;

    public Task<bool> IsQuietAsync(TimeSpan left, CancellationToken cancellationToken)
    {
        var asked = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Interlocked.CompareExchange(ref _asked, asked, null) is not null)
        {
            throw new InvalidOperationException("the last question has not been answered yet");
        }

        parent.Write(new QuietQuestion(left, isShort));
        return asked.Task.WaitAsync(cancellationToken);
    }

    /// <summary>The answer has come.</summary>
    public void Take(QuietAnswer answer) => Interlocked.Exchange(ref _asked, null)?.TrySetResult(answer.Quiet);
}
