using System.Net.Sockets;
using ProtoBench.Contract;
using ProtoBench.Load.Loops;
using ProtoBench.Machine;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Reconnect;

/// <summary>One client with a connection of its own, which it opens again when its server has gone.</summary>
/// <param name="slot">Opens its connections.</param>
/// <param name="waits">Before its attempts.</param>
/// <param name="drawing">What it draws from them.</param>
internal sealed class ReconnectingClient(ConnectionSlot slot, Backoff waits, Random drawing)
{
    private IProtocolConnection? _own;
    private long _served;

    public IProtocolConnection Connection => _own ?? slot.Connection;

    /// <summary>When it knew that its server has gone; 0: it never did.</summary>
    public long Known { get; private set; }

    /// <summary>What told it.</summary>
    public LearnedBy By { get; private set; }

    /// <summary>When it had its first answer of the next server; 0: not yet.</summary>
    public long Served => Volatile.Read(ref _served);

    public int Attempts { get; private set; }

    /// <summary>Attempts that were told that nobody listens.</summary>
    public int Refused { get; private set; }

    /// <summary>Attempts that nobody answered within the limit of an exchange.</summary>
    public int TimedOut { get; private set; }

    /// <summary>Attempts that broke: somebody was there, and ended it.</summary>
    public int Broken { get; private set; }

    /// <summary>Its exchange has failed.</summary>
    /// <param name="now">When it was told.</param>
    /// <param name="failure">How.</param>
    /// <param name="overdue">Did its own limit end it?</param>
    public void Learn(long now, Exception failure, bool overdue) => (Known, By) = (now, HowOf(failure, overdue));

    /// <summary>What an exchange's or an attempt's failure says about the server.</summary>
    /// <param name="failure">As it was thrown.</param>
    /// <param name="overdue">Did the client's own limit end it?</param>
    public static LearnedBy HowOf(Exception failure, bool overdue)
    {
        if (overdue || failure is OperationCanceledException or TimeoutException)
        {
            return LearnedBy.Silence;
        }

        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
            {
                return LearnedBy.Refusal;
            }
        }

        return LearnedBy.Close;
    }

    /// <summary>Tries until an exchange succeeds on a new connection, or <paramref name="cancellationToken"/> ends it.</summary>
    /// <param name="request">Of that exchange.</param>
    /// <param name="responseBytes">Its answer.</param>
    /// <param name="limit">Of an attempt.</param>
    /// <param name="counts">Is this what is measured? Later failures are not.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task ReconnectAsync(
        ReadOnlyMemory<byte> request, int responseBytes, TimeSpan limit, bool counts, CancellationToken cancellationToken)
    {
        for (var attempt = 1; !cancellationToken.IsCancellationRequested; attempt++)
        {
            await Task.Delay(waits.Before(attempt, drawing.NextDouble()), cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            var failed = await TryAsync(request, responseBytes, limit, cancellationToken).ConfigureAwait(false);
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            if (counts)
            {
                Attempts++;
                Refused += failed == LearnedBy.Refusal ? 1 : 0;
                TimedOut += failed == LearnedBy.Silence ? 1 : 0;
                Broken += failed == LearnedBy.Close ? 1 : 0;
            }

            if (failed is null)
            {
                return;
            }
        }
    }

    /// <summary>Null: it was served.</summary>
    private async Task<LearnedBy?> TryAsync(
        ReadOnlyMemory<byte> request, int responseBytes, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(limit);
        IProtocolConnection? opened = null;
        try
        {
            opened = await slot.OpenAsync(timer.Token).ConfigureAwait(false);
            await opened.ExchangeAsync(request, responseBytes, timer.Token).ConfigureAwait(false);
            var now = LoadClock.Now;
            var old = _own;
            (_own, opened) = (opened, null);
            slot.Hold(_own);
            if (old is not null)
            {
                await slot.ReleaseAsync(old).ConfigureAwait(false);
            }

            if (Served == 0)
            {
                Volatile.Write(ref _served, now);
            }

            return null;
        }
        catch (Exception error) when (ExchangeFailure.IsExpected(error))
        {
            return HowOf(error, timer.IsCancellationRequested);
        }
        finally
        {
            if (opened is not null)
            {
                await opened.DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}

/// <summary>What tells a client that its server has gone.</summary>
internal enum LearnedBy
{
    /// <summary>Its connection was closed or reset: by the kernel of a server that was killed.</summary>
    Close,

    /// <summary>The server's machine says that nobody listens: ICMP port unreachable, or RST to a SYN.</summary>
    Refusal,

    /// <summary>Nothing does: its own limit was over.</summary>
    Silence,
}
