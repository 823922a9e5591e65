using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;
using ProtoBench.Load.Loops;
using ProtoBench.Machine;

namespace ProtoBench.Load.Workloads.Copies;

/// <summary>
/// The exchanges of one lane, each as one or more copies of its request. An exchange completes with the first answer of any; what the other
/// copies come to is counted when it comes. Copies may end on any thread, and those of earlier exchanges change nothing of later ones.
/// </summary>
internal sealed class CopiedLane : IValueTaskSource
{
    private readonly Lane _lane;
    private readonly CopiedExchange _exchange;

    // Unlike any other lane's, also of another client; 0: its requests have no ids.
    private readonly long _client;
    private readonly ConcurrentQueue<RequestCopy> _free = new();
    private readonly Lock _growing = new();
    private ManualResetValueTaskSourceCore<bool> _completion = new() { RunContinuationsAsynchronously = false };
    private CancellationTokenRegistration _limit;
    private volatile RequestCopy[] _copies = [];
    private RequestCopy? _last;
    private long _state;
    private long _number;
    private bool _measured;
    private Exception? _bug;

    /// <param name="lane">Whose connection, and whose limit of an exchange.</param>
    /// <param name="exchange">What is sent, and when again.</param>
    public CopiedLane(Lane lane, CopiedExchange exchange)
    {
        (_lane, _exchange) = (lane, exchange);
        _client = exchange.HasIds ? Random.Shared.NextInt64(1, long.MaxValue) : 0;
        _last = Grow();
    }

    public CopyTally Tally { get; } = new();

    /// <summary>Copies in flight, of whichever exchange.</summary>
    public int InFlight => _copies.Count(copy => copy.IsTaken);

    /// <summary>Connections that copies opened beside the lane's.</summary>
    public int OwnConnections => _copies.Count(copy => copy.HasOwnConnection);

    /// <summary>Does an exchange. One at a time.</summary>
    public ValueTask ExchangeAsync()
    {
        if (_bug is { } bug)
        {
            throw bug;
        }

        _completion.Reset();
        var number = ++_number;
        _measured = _exchange.IsMeasured(LoadClock.Now);
        if (_measured)
        {
            Tally.Begin();
        }

        CopyState.Begin(ref _state, number);
        Send(number, place: 0);

        // Taken back by GetResult, which whoever waits calls once, so that it never ends a later exchange.
        _limit = _lane.Limit.UnsafeRegister(static lane => ((CopiedLane)lane!).GiveUp(), this);
        return new ValueTask(this, _completion.Version);
    }

    /// <summary>A copy is in flight no more.</summary>
    public void Return(RequestCopy copy)
    {
        if (Interlocked.Exchange(ref _last, copy) is { } older)
        {
            _free.Enqueue(older);
        }
    }

    /// <summary>Does the exchange still wait, with so many copies sent?</summary>
    public bool Waits(long number, int sent) => CopyState.Waits(ref _state, number, sent);

    /// <summary>So many copies have been waited for long enough.</summary>
    public void Overdue(long number, int sent)
    {
        if (!CopyState.TrySend(ref _state, number, sent))
        {
            return;
        }

        Send(number, sent);
        if (!_exchange.Policy!.Hedges)
        {
            foreach (var copy in _copies)
            {
                copy.GiveUpOf(number, before: sent);
            }
        }
    }

    /// <summary>A copy has its answer.</summary>
    public void Answered(long number, int place, bool measured, long took)
    {
        if (place == 0)
        {
            _exchange.Waits?.Learn(took);
        }

        if (!CopyState.TryEnd(ref _state, number))
        {
            if (measured)
            {
                Tally.Waste();
            }

            return;
        }

        if (measured)
        {
            Tally.Answer(place);
        }

        _completion.SetResult(true);
    }

    /// <summary>A copy failed or was given up.</summary>
    public void Missed(long number, int place, bool measured, long took, Exception error)
    {
        if (place == 0)
        {
            _exchange.Waits?.Learn(took);
        }

        if (measured)
        {
            Tally.Miss();
        }

        if (!ExchangeFailure.IsExpected(error))
        {
            _bug = error;
            End(number, error);
            return;
        }

        if (!_exchange.MayRepeat(error))
        {
            End(number, error, unknown: true);
            return;
        }

        switch (CopyState.Lose(ref _state, number, 1 + (_exchange.Policy?.Most ?? 0), out var sent))
        {
            case CopyLoss.SendNext:
                Send(number, sent);
                break;
            case CopyLoss.Failed:
                Complete(error);
                break;
        }
    }

    public void GiveUpOlderThan(long oldest)
    {
        foreach (var copy in _copies)
        {
            copy.GiveUpOlderThan(oldest);
        }
    }

    public void GetResult(short token)
    {
        _limit.Unregister();
        _limit = default;
        _completion.GetResult(token);
    }

    public ValueTaskSourceStatus GetStatus(short token) => _completion.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);

    private void Send(long number, int place)
    {
        var copy = Take();
        if (_measured)
        {
            Tally.Send();
        }

        // Before it leaves: its answer may be here before the call returns.
        if (_exchange.Policy is { Most: var most, Idempotent: true }
            && place < most
            && _exchange.Waits!.Of(place) is var wait and not CopyWaits.Never)
        {
            _exchange.Timer!.Wait(this, number, place + 1, LoadClock.Now + wait);
        }

        copy.Send(number, place, _measured, _client);
    }

    // The limit of the exchange is over, whatever its copies wait for.
    private void GiveUp()
    {
        // A limit that was cancelled late belongs to an exchange that has ended: the lane has another one by then.
        if (!_lane.Limit.IsCancellationRequested)
        {
            return;
        }

        var number = CopyState.NumberOf(Volatile.Read(ref _state));
        foreach (var copy in _copies)
        {
            copy.GiveUpOf(number, before: int.MaxValue);
        }

        End(number, new OperationCanceledException(_lane.Limit), unknown: _exchange.Policy is { Idempotent: false });
    }

    // Unknown: the request may have been carried out, and is not to be carried out twice.
    private void End(long number, Exception error, bool unknown = false)
    {
        if (CopyState.TryEnd(ref _state, number))
        {
            if (unknown && _measured)
            {
                Tally.Doubt();
            }

            Complete(error);
        }
    }

    private void Complete(Exception error)
    {
        if (_measured)
        {
            Tally.Fail();
        }

        _completion.SetException(error);
    }

    // The one used last first: where copies have connections of their own, one then is warm and the others are spare.
    private RequestCopy Take() =>
        Interlocked.Exchange(ref _last, null) ?? (_free.TryDequeue(out var free) ? free : Grow());

    // As many as ever overlap: then nothing more is allocated.
    private RequestCopy Grow()
    {
        lock (_growing)
        {
            var copy = _exchange.CreateCopy(this, _lane.Slot, first: _copies.Length == 0);
            _copies = [.. _copies, copy];
            return copy;
        }
    }
}
