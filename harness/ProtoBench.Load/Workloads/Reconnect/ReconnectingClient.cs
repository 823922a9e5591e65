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

    public IProtocolConnection Connection => _own ?? slot.Connection;

    /// <summary>When it knew that its server has gone, in nanoseconds; 0: it never did.</summary>
    public long Known => Record.Known;

    /// <summary>When it had its first answer of the next server; 0: not yet.</summary>
    public long Served => Record.Served;

    /// <summary>What it met. Only its own loop changes it.</summary>
    public ReconnectRecord Record { get; private set; } = new(0, LearnedBy.Close, 0, 0, 0, 0, 0);

    /// <summary>Its exchange has failed.</summary>
    /// <param name="now">When it was told.</param>
    /// <param name="failure">How.</param>
    /// <param name="overdue">Did its own limit end it?</param>
    public void Learn(long now, Exception failure, bool overdue) =>
        Record = Record with { Known = now, By = HowOf(failure, overdue) };

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
            if (failed is not null && cancellationToken.IsCancellationRequested)
            {
                return;
            }

            if (counts)
            {
                Record = Count(Record, failed);
            }

            if (failed is null)
            {
                return;
            }
        }
    }

    private static ReconnectRecord Count(ReconnectRecord record, LearnedBy? failed) => record with
    {
        Attempts = record.Attempts + 1,
        Refused = record.Refused + (failed == LearnedBy.Refusal ? 1 : 0),
        TimedOut = record.TimedOut + (failed == LearnedBy.Silence ? 1 : 0),
        Broken = record.Broken + (failed == LearnedBy.Close ? 1 : 0),
    };

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
                Record = Record with { Served = now };
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
