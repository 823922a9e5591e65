using System.Diagnostics;
using System.Net;
using ProtoBench.Contract;
using ProtoBench.Protocols.ReliableUdp;
using ProtoBench.Protocols.Tests.Conformance;

namespace ProtoBench.Protocols.Tests.ReliableUdp;

/// <summary>rudp over a path that loses, doubles and hides chosen packets.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class LossyPathTests : IAsyncLifetime
{
    private readonly ReliableUdpProtocol _rudp = new();
    private IProtocolServer _server = null!;

    public async Task InitializeAsync() =>
        _server = await _rudp.ListenAsync(Settings(new IPEndPoint(IPAddress.Loopback, 0)), Limits.Token());

    public async Task DisposeAsync() => await _server.DisposeAsync();

    /// <summary>Nothing overtakes it, so the time-out brings it, which is 10 ms at least.</summary>
    [Fact]
    public async Task A_lost_request_is_sent_again_after_the_time_out()
    {
        var lose = 0;
        await using var path = PathThat(header => header.Message == MessageKind.Request && Interlocked.Exchange(ref lose, 0) == 1 ? 0 : 1);
        await using var connection = await ConnectAsync(path);
        await connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited();
        for (var i = 0; i < 5; i++)
        {
            var before = SentAgain(connection);
            Volatile.Write(ref lose, 1);
            var began = Stopwatch.GetTimestamp();
            await connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited();

            Assert.True(Stopwatch.GetElapsedTime(began).TotalMilliseconds >= 9, "the time-out is 10 ms at least");
            Assert.True(SentAgain(connection) > before);
        }
    }

    [Fact]
    public async Task What_arrives_twice_is_answered_once()
    {
        await using var path = PathThat(_ => 2);
        await using var connection = await ConnectAsync(path);
        for (var i = 0; i < 200; i++)
        {
            await connection.ExchangeAsync(Payload.Create(i), 200 - i, Limits.Token()).Limited();
        }
    }

    /// <summary>Every tenth packet of the client's, by number and so always the same, in each of its messages' pieces.</summary>
    [Fact]
    public async Task Messages_of_many_packets_are_whole_however_many_are_lost()
    {
        var count = 0;
        var lost = 0;
        await using var path = PathThat(header =>
        {
            var isLost = header.Kind == PacketKind.Message && Interlocked.Increment(ref count) % 10 == 0;
            Interlocked.Add(ref lost, isLost ? 1 : 0);
            return isLost ? 0 : 1;
        });
        await using var connection = await ConnectAsync(path);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            connection.ExchangeAsync(Payload.Create(100_000), 100_000, Limits.Token()).AsTask())).Limited();

        // 1.6 MB are 1,334 packets, of which one in ten is lost, and of those again.
        Assert.InRange(lost, 130, 100_000);
    }

    [Fact]
    public async Task A_small_exchange_does_not_wait_for_a_large_one()
    {
        await using var path = PathThat(_ => 1);
        await using var connection = await ConnectAsync(path);
        var large = connection.ExchangeAsync(Payload.Create(10), 16 * 1024 * 1024, Limits.Token()).AsTask();
        await connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited();

        Assert.False(large.IsCompleted);
        await large.Limited();
    }

    [Fact]
    public async Task A_greeting_that_is_lost_is_repeated()
    {
        var greetings = 0;
        await using var path = PathThat(header => header.Kind == PacketKind.Hello && Interlocked.Increment(ref greetings) < 3 ? 0 : 1);
        await using var connection = await ConnectAsync(path);

        Assert.Equal(3, greetings);
        await connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited();
    }

    [Fact]
    public async Task A_server_that_is_not_there_any_more_is_noticed_when_nothing_is_acknowledged()
    {
        var hide = false;
        await using var path = PathThat(_ => Volatile.Read(ref hide) ? 0 : 1);
        await using var connection = await ConnectAsync(path);
        await connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited();
        Volatile.Write(ref hide, true);

        var error = await Record.ExceptionAsync(() => connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited());

        Assert.Contains("acknowledged nothing for 10 s", Assert.IsType<IOException>(error).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_tells_what_it_is_and_what_it_learned()
    {
        await using var path = PathThat(_ => 1);
        await using var connection = await ConnectAsync(path);
        await connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited();

        Assert.Equal("10.0 ms and 1000.0 ms", connection.Facts.More["rudp retransmission time-out, least and most"]);
        var learned = ((ILearningConnection)connection).Learned;
        Assert.Matches("^[0-9.]+ ms$", learned["rudp smoothed round trip at the end"]);
        Assert.Matches("^[0-9.]+ ms$", learned["rudp retransmission time-out at the end"]);
        Assert.Matches("^[0-9]+$", learned["rudp packets sent again by the client"]);
    }

    private static long SentAgain(IProtocolConnection connection) => ((ITransportCounters)connection).Counters.PacketsLost!.Value;

    private static EndpointSettings Settings(EndPoint endPoint) => new() { EndPoint = endPoint, VerifyContent = true };

    private DatagramRelay PathThat(Func<PacketHeader, int> copies) => new(
        (IPEndPoint)_server.EndPoint, packet => PacketHeader.TryRead(packet.Span, out var header) ? copies(header) : 1);

    private async Task<IProtocolConnection> ConnectAsync(DatagramRelay path) =>
        await _rudp.ConnectAsync(Settings(path.EndPoint), Limits.Token()).Limited();
}
