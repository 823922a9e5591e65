using System.Runtime.CompilerServices;
using ProtoBench.Contract;
using ProtoBench.Contract.Duplicates;
using ProtoBench.Load.Loops;
using ProtoBench.Machine;

namespace ProtoBench.Load.Workloads.Copies;

/// <summary>
/// One place for a copy in flight. Where exchanges share the lane's connection it is sent there; where a connection carries one at a time,
/// every place but the first has a connection of its own, which is opened when it is needed and kept. It is used again without allocating.
/// </summary>
/// <param name="lane">Is told how copies end.</param>
/// <param name="slot">Whose connection it shares, or which opens one.</param>
/// <param name="shares">Is it sent on the slot's connection?</param>
/// <param name="request">Payload of the request, the copy's own where it begins with an id.</param>
/// <param name="responseBytes">Of the answer.</param>
/// <param name="abandoned">Gives the trial up.</param>
#pragma warning disable CA1001 // A limit without a timer holds nothing.
internal sealed class RequestCopy(
    CopiedLane lane, ConnectionSlot slot, bool shares, Memory<byte> request, int responseBytes, CancellationToken abandoned)
#pragma warning restore CA1001
{
    private const long Idle = 0;
    private const long GivenUp = -1;

    private readonly ConnectionSlot _slot = slot;
    private CancellationTokenSource _limit = new();
    private ConfiguredValueTaskAwaitable.ConfiguredValueTaskAwaiter _waiting;
    private Action? _whenEnded;
    private IProtocolConnection? _own;
    private IProtocolConnection? _connection;
    private long _number;
    private long _started;
    private long _sentAt;
    private int _place;
    private bool _taken;
    private bool _measured;

    /// <summary>Is it in flight, or is its connection being mended?</summary>
    public bool IsTaken => Volatile.Read(ref _taken);

    /// <summary>Has it a connection beside the lane's?</summary>
    public bool HasOwnConnection => Volatile.Read(ref _own) is not null;

    /// <summary>Sends it. The lane hands it to one caller at a time.</summary>
    /// <param name="number">Of its exchange.</param>
    /// <param name="place">0: it is the first.</param>
    /// <param name="measured">Does its exchange belong to the window?</param>
    /// <param name="client">Of the request's id; 0: it has none.</param>
    public void Send(long number, int place, bool measured, long client)
    {
        Volatile.Write(ref _taken, true);
        if (client != 0)
        {
            RequestId.Of(client, number, measured).Write(request.Span);
        }

        (_number, _place, _measured) = (number, place, measured);
        _sentAt = LoadClock.Now;
        Volatile.Write(ref _started, _sentAt);
        if (shares)
        {
            Ask(_slot.Connection);
        }
        else if (_own is { } own)
        {
            Ask(own);
        }
        else
        {
            _ = OpenAndAskAsync();
        }
    }

    /// <summary>Gives it up if it was sent before <paramref name="oldest"/>.</summary>
    public void GiveUpOlderThan(long oldest)
    {
        var started = Volatile.Read(ref _started);
        if (started > Idle && started < oldest)
        {
            GiveUp(started);
        }
    }

    /// <summary>Gives it up if it belongs to this exchange and was sent as one <paramref name="before"/> this place.</summary>
    public void GiveUpOf(long number, int before)
    {
        var started = Volatile.Read(ref _started);
        if (started > Idle && Volatile.Read(ref _number) == number && Volatile.Read(ref _place) < before)
        {
            GiveUp(started);
        }
    }

    // Not on the caller's thread: that would run what comes after the exchange there. The limit read here is that of the use which began
    // then, if it is still in flight: it is replaced only when a use has ended.
    private void GiveUp(long started)
    {
        var limit = Volatile.Read(ref _limit);
        if (Interlocked.CompareExchange(ref _started, GivenUp, started) == started)
        {
            _ = limit.CancelAsync();
        }
    }

    private void Ask(IProtocolConnection connection)
    {
        _connection = connection;
        ValueTask exchange;
        try
        {
            exchange = connection.ExchangeAsync(request, responseBytes, _limit.Token);
        }
        catch (Exception error) when (ExchangeFailure.IsExpected(error))
        {
            Fail(error);
            return;
        }

        _waiting = exchange.ConfigureAwait(false).GetAwaiter();
        if (_waiting.IsCompleted)
        {
            End();
        }
        else
        {
            _waiting.UnsafeOnCompleted(_whenEnded ??= End);
        }
    }

    private async Task OpenAndAskAsync()
    {
        try
        {
            _own = await _slot.OpenAsync(_limit.Token).ConfigureAwait(false);
            _slot.Hold(_own);
        }
        catch (Exception error) when (ExchangeFailure.IsExpected(error))
        {
            // Nothing of the request has left.
            Fail(ExchangeFailure.IsConnectionLost(error) ? new ConnectionEndedException(error.Message, error) : error);
            return;
        }

        Ask(_own);
    }

    private void End()
    {
        Exception? failure = null;
        try
        {
            _waiting.GetResult();
        }
        catch (Exception error)
        {
            // What is no way for an exchange to fail is a bug, and is thrown where the lane waits.
            failure = error;
        }

        if (failure is not null)
        {
            Fail(failure);
            return;
        }

        var (number, place, measured, took) = (_number, _place, _measured, LoadClock.Now - _sentAt);
        _ = WasGivenUp();
        Free();
        lane.Answered(number, place, measured, took);
    }

    private void Fail(Exception error)
    {
        var (number, place, measured, took) = (_number, _place, _measured, LoadClock.Now - _sentAt);
        var givenUp = WasGivenUp();
        if (givenUp && _slot.Multiplexed)
        {
            // Its connection is as it was.
            Free();
            lane.Missed(number, place, measured, took, error);
        }
        else
        {
            _ = MendAsync(number, place, measured, took, error);
        }
    }

    /// <summary>
    /// Half a message may be left on its connection. Where it shares the lane's, another one is opened before the next copy needs it; a
    /// connection of its own is opened by the next copy.
    /// </summary>
    private async Task MendAsync(long number, int place, bool measured, long took, Exception error)
    {
        try
        {
            if (_own is { } own)
            {
                _own = null;
                await _slot.ReleaseAsync(own).ConfigureAwait(false);
            }
            else if (shares && _connection is { } broken)
            {
                await _slot.TryReopenAsync(broken, abandoned, atOnce: true).ConfigureAwait(false);
            }
        }
        catch (Exception unable) when (ExchangeFailure.IsExpected(unable))
        {
            // The next copy meets the same and is counted.
        }

        Free();
        lane.Missed(number, place, measured, took, error);
    }

    private void Free()
    {
        Volatile.Write(ref _taken, false);
        lane.Return(this);
    }

    // After it was given up it gets a new limit. The old one may still be being cancelled, so it is left to the collector.
    private bool WasGivenUp()
    {
        if (Interlocked.Exchange(ref _started, Idle) != GivenUp)
        {
            return false;
        }

        Volatile.Write(ref _limit, new CancellationTokenSource());
        return true;
    }
}
