using System.Runtime.CompilerServices;
using ProtoBench.Contract;
using ProtoBench.Load.Loops;
using ProtoBench.Machine;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Stream;

/// <summary>
/// Messages and their answers in turns on one open stream a lane. A lane opens its stream with its first message, and the next one where a
/// stream has carried all its messages or is broken; opening and ending count in the messages they belong to.
/// </summary>
internal sealed class Conversation : ILaneExchange, IDisposable
{
    private readonly string _application;
    private readonly byte[] _order;
    private readonly ReadOnlyMemory<byte> _request;
    private readonly int _responseBytes;
    private readonly int _most;
    private readonly ThreadHistogram _first = new();
    private readonly ThreadHistogram _between = new();

    /// <param name="application">The server part's name.</param>
    /// <param name="workload">What messages are.</param>
    public Conversation(string application, Workload workload)
    {
        _application = application;
        _order = new StreamOrder(StreamWay.Both, workload.RequestBytes, workload.ResponseBytes).ToMessage();
        _request = Payload.Create(workload.RequestBytes);
        _responseBytes = workload.ResponseBytes;
        _most = workload.Messages ?? int.MaxValue;
    }

    /// <summary>In which the times between messages count.</summary>
    public required Func<long, bool> IsMeasured { get; init; }

    /// <summary>See <see cref="StreamTimes"/>. Only when every lane has ended.</summary>
    public IReadOnlyDictionary<string, string>? Times => StreamTimes.Of(_first.Sum(), _between.Sum());

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask ExchangeAsync(Lane lane, IProtocolConnection connection)
    {
        var talk = lane.Kept as Talk;
        if (talk is null)
        {
            lane.Kept = talk = new Talk();
        }

        var limit = lane.Limit;
        try
        {
            if (talk.Stream is not { } stream || !ReferenceEquals(talk.Connection, connection))
            {
                await OpenAsync(talk, connection, limit).ConfigureAwait(false);
                stream = talk.Stream!;
            }

            await stream.SendAsync(_request, limit).ConfigureAwait(false);
            if (await stream.ReceiveAsync(limit).ConfigureAwait(false) is not { } answer)
            {
                throw new BadResponseException($"the server ended the stream after {talk.Messages} messages");
            }

            if (answer.Length != _responseBytes)
            {
                throw new BadResponseException($"a message has {answer.Length} bytes, agreed on were {_responseBytes}");
            }

            Count(talk, LoadClock.Now);
            if (talk.Messages == _most)
            {
                await EndAsync(talk, limit).ConfigureAwait(false);
            }
        }
        catch
        {
            await talk.AbandonAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends a lane's stream properly, so that its connection can be closed without a reset.</summary>
    public static async Task EndAsync(Lane lane, CancellationToken cancellationToken)
    {
        if (lane.Kept is not Talk { Stream: not null } talk)
        {
            return;
        }

        try
        {
            await EndAsync(talk, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (ExchangeFailure.IsExpected(error))
        {
            // Every message has been answered; a stream that breaks behind them fails nothing.
            await talk.AbandonAsync().ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _first.Dispose();
        _between.Dispose();
    }

    private static async Task EndAsync(Talk talk, CancellationToken cancellationToken)
    {
        var stream = talk.Stream!;
        await stream.EndAsync(cancellationToken).ConfigureAwait(false);
        if (await stream.ReceiveAsync(cancellationToken).ConfigureAwait(false) is { } more)
        {
            throw new BadResponseException($"the server sent {more.Length} bytes behind its last answer");
        }

        await talk.AbandonAsync().ConfigureAwait(false);
    }

    private async Task OpenAsync(Talk talk, IProtocolConnection connection, CancellationToken limit)
    {
        await talk.AbandonAsync().ConfigureAwait(false);
        talk.Opened = LoadClock.Now;
        if (connection is not IMessageStreamConnection streams)
        {
            throw new NotSupportedException($"{connection.Facts.Protocol} has no streams that carry messages in both directions");
        }

        talk.Stream = await streams.OpenStreamAsync(_application, limit).ConfigureAwait(false);
        talk.Connection = connection;
        await talk.Stream.SendAsync(_order, limit).ConfigureAwait(false);
    }

    private void Count(Talk talk, long now)
    {
        talk.Messages++;
        if (talk.Messages == 1)
        {
            _first.Record(now - talk.Opened);
            _between.Prepare();
        }
        else if (IsMeasured(now))
        {
            _between.Record(now - talk.Previous);
        }

        talk.Previous = now;
    }

    /// <summary>What a lane keeps of its stream.</summary>
    private sealed class Talk
    {
        public IMessageStream? Stream { get; set; }

        public IProtocolConnection? Connection { get; set; }

        public long Opened { get; set; }

        public long Previous { get; set; }

        public int Messages { get; set; }

        public async ValueTask AbandonAsync()
        {
            var stream = Stream;
            (Stream, Connection, Messages) = (null, null, 0);
            if (stream is not null)
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}
