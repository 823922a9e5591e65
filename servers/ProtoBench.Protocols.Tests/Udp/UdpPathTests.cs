using System.Net;
using System.Net.Sockets;
using ProtoBench.Contract;
using ProtoBench.Protocols.Tests.Conformance;
using ProtoBench.Protocols.Udp;

namespace ProtoBench.Protocols.Tests.Udp;

/// <summary>udp over a path that loses and doubles datagrams.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class UdpPathTests : IAsyncLifetime
{
    private readonly UdpProtocol _udp = new();
    private IProtocolServer _server = null!;

    public async Task InitializeAsync() =>
        _server = await _udp.ListenAsync(Settings(new IPEndPoint(IPAddress.Loopback, 0)), Limits.Token());

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_doubled_reply_is_counted_and_does_no_harm()
    {
        await using var path = PathThat(datagram => KindOf(datagram) == DatagramKind.Reply ? 2 : 1);
        await using var connection = await ConnectAsync(path);
        for (var i = 0; i < 10; i++)
        {
            await connection.ExchangeAsync(Payload.Create(10), i, Limits.Token()).Limited();
        }

        // The hello and the first nine are certainly in; the last may still be under way.
        Assert.InRange(connection.DuplicateReplies, 10, 11);
        Assert.Equal(0, connection.LateReplies);
    }

    [Theory]
    [InlineData(IoMode.Async)]
    [InlineData(IoMode.Blocking)]
    public async Task A_lost_exchange_ends_with_its_limit_and_the_next_one_works(IoMode io)
    {
        var lose = false;
        await using var path = PathThat(_ => Volatile.Read(ref lose) ? 0 : 1);
        await using var connection = await ConnectAsync(path, io);
        Volatile.Write(ref lose, true);
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        var error =
            await Record.ExceptionAsync(() => Limits.Apart(() => connection.ExchangeAsync(Payload.Create(10), 10, limit.Token).AsTask()));

        Assert.True(io == IoMode.Async ? error is OperationCanceledException : error is TimeoutException, $"{error}");
        Volatile.Write(ref lose, false);
        await connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited();
    }

    [Fact]
    public async Task A_reply_that_comes_after_its_exchange_was_given_up_is_counted_as_late()
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        server.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var connecting = _udp.ConnectAsync(Settings(server.LocalEndPoint!), Limits.Token()).Limited();
        await ReplyAsync(server, await ReceiveAsync(server));
        await using var connection = Assert.IsAssignableFrom<IDatagramConnection>(await connecting);
        using var giveUp = new CancellationTokenSource();
        var exchange = connection.ExchangeAsync(ReadOnlyMemory<byte>.Empty, 0, giveUp.Token).AsTask();
        var request = await ReceiveAsync(server);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => exchange.Limited());

        await ReplyAsync(server, request);

        await Limits.Until(() => connection.LateReplies == 1, "the late reply was counted");
        Assert.Equal(0, connection.DuplicateReplies);
    }

    [Theory]
    [InlineData(IoMode.Async)]
    [InlineData(IoMode.Blocking)]
    public async Task Lost_content_of_a_download_is_counted_exactly(IoMode io)
    {
        var lost = 0;
        await using var path = PathThat(EveryTenthContent(() => Interlocked.Increment(ref lost)));
        await using var connection = await ConnectAsync(path, io);

        // Few enough for the socket buffers, so that nothing but the path loses any.
        var totals = await connection.DownloadAsync(Bulk(), CancellationToken.None, Limits.Token()).Limited();

        Assert.Equal(new TransferTotals(500_000, (500 - lost) * 1_000, 500, 500 - lost), totals);
        Assert.Equal(50, lost);
    }

    [Theory]
    [InlineData(IoMode.Async)]
    [InlineData(IoMode.Blocking)]
    public async Task Lost_content_of_an_upload_is_counted_exactly(IoMode io)
    {
        var lost = 0;
        await using var path = PathThat(EveryTenthContent(() => Interlocked.Increment(ref lost)));
        await using var connection = await ConnectAsync(path, io);

        var totals = await connection.UploadAsync(Bulk(), CancellationToken.None, Limits.Token()).Limited();

        Assert.Equal(new TransferTotals(500_000, (500 - lost) * 1_000, 500, 500 - lost), totals);
        Assert.Equal((500 - lost) * 1_000, _server.Uploads.Bytes);
        Assert.Equal(50, lost);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Transfers_survive_that_every_control_datagram_is_lost_once_and_doubled_later(bool download)
    {
        var seen = new HashSet<DatagramKind>();
        await using var path = PathThat(datagram =>
        {
            lock (seen)
            {
                return KindOf(datagram) is DatagramKind.Content ? 2 : seen.Add(KindOf(datagram)) ? 0 : 2;
            }
        });
        await using var connection = await ConnectAsync(path);

        var totals = download
            ? await connection.DownloadAsync(Bulk(), CancellationToken.None, Limits.Token()).Limited()
            : await connection.UploadAsync(Bulk(), CancellationToken.None, Limits.Token()).Limited();

        Assert.Equal(new TransferTotals(500_000, 500_000, 500, 500), totals);
    }

    [Fact]
    public async Task The_server_floods_no_client_that_has_fallen_silent()
    {
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        await client.ConnectAsync(_server.EndPoint);
        var start = new byte[DatagramHeader.Bytes + BulkCounts.WireBytes];
        new DatagramHeader(DatagramKind.DownloadStart, 1_000, 7).Write(start);
        new BulkCounts(long.MaxValue, 0).Write(start.AsSpan(DatagramHeader.Bytes));
        await client.SendAsync(start);

        var kinds = new HashSet<DatagramKind>();
        var buffer = new byte[64 * 1024];
        var limit = Limits.Token();
        for (var silent = false; !silent || !kinds.Contains(DatagramKind.End);)
        {
            // Longer than a sender takes to repeat itself. Before the end it is not the server that is silent but a busy machine.
            using var silence = CancellationTokenSource.CreateLinkedTokenSource(limit);
            silence.CancelAfter(1_000);
            try
            {
                await client.ReceiveAsync(buffer.AsMemory(), SocketFlags.None, silence.Token);
                kinds.Add(KindOf(buffer));
                silent = false;
            }
            catch (OperationCanceledException)
            {
                Assert.False(limit.IsCancellationRequested, $"not silent after an end, but still at {string.Join(", ", kinds)}");
                silent = true;
            }
        }

        Assert.Equal([DatagramKind.Content, DatagramKind.End], kinds.Order());
    }

    [Fact]
    public async Task A_larger_message_than_a_datagram_is_refused_with_the_limit()
    {
        await using var path = PathThat(_ => 1);
        await using var connection = await ConnectAsync(path);

        var error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => connection.ExchangeAsync(new byte[65_492], 0, Limits.Token()).Limited());

        Assert.Contains("65491", error.Message, StringComparison.Ordinal);
    }

    private static DatagramKind KindOf(Memory<byte> datagram) => (DatagramKind)datagram.Span[0];

    private static Func<Memory<byte>, int> EveryTenthContent(Action lost)
    {
        var count = 0;
        return datagram =>
        {
            if (KindOf(datagram) != DatagramKind.Content || Interlocked.Increment(ref count) % 10 != 0)
            {
                return 1;
            }

            lost();
            return 0;
        };
    }

    private static Transfer Bulk() => new() { MessageBytes = 1_000, TotalBytes = 500_000, Meter = new TransferMeter() };

    private static EndpointSettings Settings(EndPoint endPoint) => new()
    {
        EndPoint = endPoint,
        VerifyContent = true,
        BlockingTimeout = TimeSpan.FromMilliseconds(500),
    };

    private static async Task<(byte[] Datagram, EndPoint Client)> ReceiveAsync(Socket server)
    {
        var buffer = new byte[64 * 1024];
        var received = await server.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), Limits.Token());
        return (buffer[..received.ReceivedBytes], received.RemoteEndPoint);
    }

    private static async Task ReplyAsync(Socket server, (byte[] Datagram, EndPoint Client) request)
    {
        Assert.True(DatagramHeader.TryRead(request.Datagram, out var header));
        (header with { Kind = DatagramKind.Reply }).Write(request.Datagram);
        await server.SendToAsync(request.Datagram, request.Client, Limits.Token());
    }

    private DatagramRelay PathThat(Func<Memory<byte>, int> copies) => new((IPEndPoint)_server.EndPoint, copies);

    private async Task<IDatagramConnection> ConnectAsync(DatagramRelay path, IoMode io = IoMode.Async) =>
        (IDatagramConnection)await Limits.Apart(() => _udp.ConnectAsync(Settings(path.EndPoint) with { Io = io }, Limits.Token()).AsTask());
}
