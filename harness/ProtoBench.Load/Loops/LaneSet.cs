using System.Runtime.CompilerServices;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Load.Requests;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Loops;

/// <summary>What the closed and the open loop share: the lanes, the request they send, and what happens when an exchange fails.</summary>
internal sealed class LaneSet
{
    // The thread pool rarely has more; a thread beyond them allocates its histograms at its first exchange.
    private const int MostThreads = 8;

    // Eight exchanges that share a connection of twenty requests meet three ends in a row now and then; a server that ends every connection
    // unused would meet all.
    private const int MostRepeats = 10;

    private readonly ReadOnlyMemory<byte> _request;
    private readonly int _responseBytes;
    private readonly RequestMix? _mix;
    private readonly ILaneExchange? _own;
    private readonly int _reuse;
    private readonly CancellationToken _abandoned;
    private readonly FirstFailures _failures = new();
    private readonly WindowRecording _recording;

    /// <param name="connections">Where to send.</param>
    /// <param name="inFlight">Number of lanes; they are dealt out to the connections in turn.</param>
    /// <param name="workload">What each exchange is.</param>
    /// <param name="openLoop">Is there an intended start beside the actual one?</param>
    /// <param name="abandoned">Signalled when the trial is given up as a whole.</param>
    /// <param name="mix">The user's requests; null: messages of the workload's sizes.</param>
    /// <param name="own">How an exchange is done; null: as the protocol does it.</param>
    public LaneSet(
        ConnectionSet connections,
        int inFlight,
        Workload workload,
        bool openLoop,
        CancellationToken abandoned,
        RequestMix? mix = null,
        ILaneExchange? own = null)
    {
        _mix = mix;
        _own = own;
        _reuse = workload.Fresh ? 1 : workload.Reuse ?? int.MaxValue;
        Think = workload.Think;
        _request = Payload.Create(workload.RequestBytes);
        _responseBytes = workload.ResponseBytes;
        _abandoned = abandoned;
        Opened = _reuse < int.MaxValue ? new FreshConnections() : null;
        Recorders = new RecorderSet(openLoop, prepared: Math.Min(inFlight, MostThreads), mix?.Names);
        Window = new LoadWindow { Opening = Recorders.Begin };
        _recording = new WindowRecording(Recorders, Window);
        Lanes = [.. Enumerable.Range(0, inFlight).Select(i => new Lane(connections.Slots[i % connections.Slots.Count]))];
    }

    /// <summary>What the first failed exchange complained of, warm-up included; null when none failed.</summary>
    public string? FirstFailure => _failures.First;

    /// <summary>The same for each kind of failure.</summary>
    public FailureExamples? Failures => _failures.Examples;

    /// <summary>Both, as they are kept.</summary>
    public FirstFailures Kept => _failures;

    /// <summary>The time limit of an exchange, which only its loop keeps; for what is said of one that missed it.</summary>
    public TimeSpan Limit { get; set; }

    /// <summary>What a lane of a closed loop waits between its exchanges; null: nothing.</summary>
    public TimeSpan? Think { get; }

    /// <summary>Do lanes open connections of their own while they are measured?</summary>
    public bool Fresh => Opened is not null;

    /// <summary>Their count; null when connections are reused.</summary>
    public FreshConnections? Opened { get; }

    public IReadOnlyList<Lane> Lanes { get; }

    public RecorderSet Recorders { get; }

    public LoadWindow Window { get; }

    public long Completed => Lanes.Sum(lane => lane.Completed);

    public long CompletedInWindow => Lanes.Sum(lane => lane.CompletedInWindow);

    /// <summary>
    /// Does one exchange and records it. Returns false when the lane's connection is broken and could not be opened again.
    /// </summary>
    /// <param name="lane">Where.</param>
    /// <param name="intended">Intended start; in a closed loop, <see langword="null"/>: it starts when it starts.</param>
    public ValueTask<bool> ExchangeAsync(Lane lane, long? intended)
    {
        if (Opened is not null)
        {
            return ExchangeFreshAsync(lane, intended, Opened);
        }

        var connection = lane.Slot.Connection;
        var start = LoadClock.Now;
        lane.Begin(start);
        Choose(lane, start);
        ValueTask exchange;
        try
        {
            exchange = SendAsync(lane, connection);
        }
        catch (Exception error) when (ExchangeFailure.IsExpected(error))
        {
            return FailAsync(lane, connection, intended, start, error);
        }

        if (exchange.IsCompletedSuccessfully)
        {
            exchange.GetAwaiter().GetResult();
            Complete(lane, intended, start);
            return lane.Slot.Notices is { Closing: not null } ? ReplaceAsync(lane) : ValueTask.FromResult(true);
        }

        return FinishAsync(lane, connection, exchange, intended, start);
    }

    /// <summary>
    /// The same on a connection that blocks the calling thread. Closed loop only. One that was given up has timed out even if its answer
    /// came after all: its connection has been shut down since, or is about to be, which must not meet the next exchange.
    /// </summary>
    /// <returns>Null: it is done. Otherwise <see cref="FailBlocking"/> records it.</returns>
    public FailedExchange? ExchangeBlocking(Lane lane, IBlockingConnection connection)
    {
        var start = LoadClock.Now;
        lane.Begin(start);
        try
        {
            connection.Exchange(_request.Span, _responseBytes);
            var end = LoadClock.Now;
            if (lane.End())
            {
                return new FailedExchange(start, new TimeoutException("its answer came after its time limit"));
            }

            Record(lane, intended: null, start, end);
            return null;
        }
        catch (Exception error) when (ExchangeFailure.IsExpected(error))
        {
            return new FailedExchange(start, error);
        }
    }

    /// <summary>Records it, and opens another connection where that takes one. On the lane's own thread, which can wait.</summary>
    public void FailBlocking(Lane lane, IBlockingConnection connection, FailedExchange failed) =>
        FailAsync(lane, connection, intended: null, failed.Start, failed.Error).AsTask().GetAwaiter().GetResult();

    /// <summary>
    /// Does one exchange on a connection of the lane's own, and opens that before where there is none; closing is not part of the exchange.
    /// </summary>
    private async ValueTask<bool> ExchangeFreshAsync(Lane lane, long? intended, FreshConnections opened)
    {
        var start = LoadClock.Now;
        lane.Begin(start);
        Choose(lane, start);
        var repeated = false;
        while (true)
        {
            var reused = lane.Own.Current;
            try
            {
                var connection = reused ?? await lane.Own.OpenAsync(lane.Limit).ConfigureAwait(false);
                var connected = reused is null ? LoadClock.Now : start;
                lane.Answer = lane.Answer with { StartedAt = connected };
                if (reused is null)
                {
                    lane.Own.CountOpening(connected - start);
                }

                await SendAsync(lane, connection).ConfigureAwait(false);
                Complete(lane, intended, start);
                if (reused is null && Window.Contains(intended ?? start))
                {
                    opened.Add(connection, connected - start, lane.LastEnd - connected);
                }

                var leaving = LoadClock.Now;
                await lane.Own.CountUseAsync(_reuse).ConfigureAwait(false);
                if (lane.Own.Current is null && Window.Contains(intended ?? start))
                {
                    opened.AddClose(LoadClock.Now - leaving);
                }

                return true;
            }
            catch (ConnectionEndedException ended) when (reused is not null && !repeated && !_abandoned.IsCancellationRequested)
            {
                // The server did nothing of it: opening another connection is part of the exchange, as it is of every first one.
                repeated = true;
                var how = ConnectionSlot.HowEnded(reused, ended.Announced);
                lane.Slot.Announced.Repeat(how);
                await lane.Own.LeaveAsync(how).ConfigureAwait(false);
            }
            catch (UnexpectedStatusException error)
            {
                RecordFailure(lane, intended, start, error);
                await lane.Own.CountUseAsync(_reuse).ConfigureAwait(false);
                return true;
            }
            catch (Exception error) when (ExchangeFailure.IsExpected(error))
            {
                RecordFailure(lane, intended, start, error);
                await lane.Own.LeaveAsync().ConfigureAwait(false);
                await Task.Delay(ConnectionSlot.ReopenPause, CancellationToken.None).ConfigureAwait(false);
                return false;
            }
        }
    }

    /// <summary>Which of the user's requests is next.</summary>
    private void Choose(Lane lane, long start)
    {
        if (_mix is not null)
        {
            lane.Request = _mix.Next();
            lane.Answer = new Answer(Answer.None, 0, start, 0, 0);
        }
    }

    private ValueTask SendAsync(Lane lane, IProtocolConnection connection) =>
        _own is { } own ? own.ExchangeAsync(lane, connection)
        : _mix is null ? connection.ExchangeAsync(_request, _responseBytes, lane.Limit)
        : AskAsync(lane, connection, _mix);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask AskAsync(Lane lane, IProtocolConnection connection, RequestMix mix)
    {
        var reply = await ((IRequestConnection)connection).RequestAsync(mix.Requests[lane.Request], lane.Limit).ConfigureAwait(false);
        lane.Answer = lane.Answer with
        {
            Status = reply.Status,
            Bytes = reply.Bytes,
            SentAt = LoadClock.Of(reply.SentAt),
            FirstByteAt = LoadClock.Of(reply.FirstByteAt),
        };
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> FinishAsync(Lane lane, IProtocolConnection connection, ValueTask exchange, long? intended, long start)
    {
        Exception failure;
        try
        {
            await exchange.ConfigureAwait(false);
            Complete(lane, intended, start);
            return lane.Slot.Notices is not { Closing: not null } || await ReplaceAsync(lane).ConfigureAwait(false);
        }
        catch (Exception error) when (ExchangeFailure.IsExpected(error))
        {
            failure = error;
        }

        return await FailAsync(lane, connection, intended, start, failure).ConfigureAwait(false);
    }

    /// <summary>Opens another connection in place of one that its server is about to close, between two exchanges.</summary>
    private async ValueTask<bool> ReplaceAsync(Lane lane)
    {
        var ending = lane.Slot.Connection;
        if (_abandoned.IsCancellationRequested || ending is not INoticedConnection { Notices.Closing: not null })
        {
            return true;
        }

        try
        {
            await lane.Slot.ReplaceAsync(ending, _abandoned).ConfigureAwait(false);
            return true;
        }
        catch (Exception error) when (ExchangeFailure.IsExpected(error))
        {
            // No exchange has failed. The next one meets the old connection and is told why it cannot have another.
            await Task.Delay(ConnectionSlot.ReopenPause, CancellationToken.None).ConfigureAwait(false);
            return false;
        }
    }

    /// <summary>
    /// Does an exchange again that met the end of its connection on its way: the server has answered nothing of it. Its latency counts from
    /// its first start, because that is how long its user waits.
    /// </summary>
    private async ValueTask<bool> RepeatAsync(
        Lane lane, IProtocolConnection ended, long? intended, long start, int repeats, bool announced)
    {
        var connection = ended;
        try
        {
            await lane.Slot.ReplaceAsync(ended, lane.Limit, announced).ConfigureAwait(false);
            connection = lane.Slot.Connection;
            lane.Slot.Announced.Repeat(ConnectionSlot.HowEnded(ended, announced));
            lane.Answer = lane.Answer with { StartedAt = LoadClock.Now };
            await SendAsync(lane, connection).ConfigureAwait(false);
            Complete(lane, intended, start);
            return lane.Slot.Notices is not { Closing: not null } || await ReplaceAsync(lane).ConfigureAwait(false);
        }
        catch (Exception error) when (ExchangeFailure.IsExpected(error))
        {
            return await FailAsync(lane, connection, intended, start, error, repeats + 1).ConfigureAwait(false);
        }
    }

    /// <summary>Did the server say that the connection would end, by word or by the time it keeps an idle one?</summary>
    private static bool IsAnnounced(Lane lane, IProtocolConnection connection, long start, ConnectionEndedException ended) =>
        ended.Announced
        || (connection is INoticedConnection { Notices.IdleLimit: { } limit }
            && lane.LastEnd > 0
            && start - lane.LastEnd >= ConnectionSet.UsableIdle(limit).TotalNanoseconds);

    private void Complete(Lane lane, long? intended, long start)
    {
        var end = LoadClock.Now;
        lane.End();
        Record(lane, intended, start, end);
    }

    private void Record(Lane lane, long? intended, long start, long end)
    {
        lane.Count(end, Window);
        _recording.Record(lane, ExchangeOutcome.Completed, intended, start, end);
    }

    private async ValueTask<bool> FailAsync(
        Lane lane, IProtocolConnection connection, long? intended, long start, Exception error, int repeats = 0)
    {
        if (repeats < MostRepeats && error is ConnectionEndedException ended && !_abandoned.IsCancellationRequested)
        {
            // A server of the user's may close idle connections without a word. Once: one that closes every connection is of no use.
            var announced = IsAnnounced(lane, connection, start, ended);
            if (announced || (_mix is not null && repeats == 0))
            {
                return await RepeatAsync(lane, connection, intended, start, repeats, announced).ConfigureAwait(false);
            }
        }

        if (RecordFailure(lane, intended, start, error) is not { } outcome)
        {
            return false;
        }

        if (error is UnexpectedStatusException)
        {
            // A complete response, which leaves its connection as it was.
            return lane.Slot.Notices is not { Closing: not null } || await ReplaceAsync(lane).ConfigureAwait(false);
        }

        // A stream that timed out leaves a multiplexed connection as it was; anything else may have left half a message behind.
        return (outcome == ExchangeOutcome.TimedOut && lane.Slot.Multiplexed)
            || await lane.Slot.TryReopenAsync(connection, _abandoned).ConfigureAwait(false);
    }

    /// <summary>Counts a failed exchange; null when it failed only because the whole trial was given up.</summary>
    private ExchangeOutcome? RecordFailure(Lane lane, long? intended, long start, Exception error)
    {
        var end = LoadClock.Now;
        var overdue = lane.End();
        if (_abandoned.IsCancellationRequested)
        {
            return null;
        }

        // What an exchange that was given up fails with depends on where its protocol stood: a cancellation, a broken stream, a response
        // that ended early.
        var outcome = overdue ? ExchangeOutcome.TimedOut : ExchangeFailure.Classify(error);
        if (_failures.Lacks(outcome))
        {
            _failures.Keep(outcome, outcome == ExchangeOutcome.TimedOut
                ? _mix is null
                    ? ExchangeFailure.DescribeTimeOut(Limit, _request.Length, _responseBytes)
                    : ExchangeFailure.DescribeTimeOut(Limit, _mix.Requests[lane.Request])
                : ExchangeFailure.Describe(error));
        }

        if (error is UnexpectedStatusException { Status: var status })
        {
            lane.Answer = lane.Answer with { Status = status };
        }

        _recording.Record(lane, outcome, intended, start, end);
        return outcome;
    }
}
