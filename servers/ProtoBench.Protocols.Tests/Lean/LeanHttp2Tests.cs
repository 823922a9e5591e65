using System.Buffers.Binary;
using System.Text;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Http;
using ProtoBench.Protocols.Lean.Exchanges;
using ProtoBench.Protocols.Lean.Hpack;
using ProtoBench.Protocols.Lean.Http2;
using ProtoBench.Protocols.Lean.Loops;
using ProtoBench.Protocols.Tests.Conformance;

namespace ProtoBench.Protocols.Tests.Lean;

/// <summary>
/// The lean client of HTTP/2 before servers that do what standards allow and the usual ones seldom do, and what they forbid.
/// </summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class LeanHttp2Tests
{
    private const byte Data = 0;
    private const byte Headers = 1;
    private const byte Reset = 3;
    private const byte Settings = 4;
    private const byte Ping = 6;
    private const byte GoAway = 7;
    private const byte WindowUpdate = 8;
    private const byte Continuation = 9;
    private const byte EndStream = 1;
    private const byte EndHeaders = 4;
    private const byte Padded = 8;
    private const byte Priority = 32;

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(1)]
    [InlineData(5)]
    public async Task Padding_continuations_pings_trailers_and_unknown_frames_are_read_in_any_pieces(int piece)
    {
        await using var server = new Http2Script(async script =>
        {
            script.PieceBytes = piece;
            await script.SendAsync(Settings, 0, 0);
            var request = await script.UntilAsync(Headers);
            await script.SendAsync(Ping, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8);
            await script.SendAsync(0xEE, 0xFF, 0, 9, 9, 9);
            await script.SendAsync(Headers, EndHeaders, request.Stream, 0x08, 3, (byte)'1', (byte)'0', (byte)'3');
            await script.SendAsync(Headers, Padded | Priority, request.Stream, 2, 0, 0, 0, 0, 7, 0x88, 0, 0);
            await script.SendAsync(Continuation, EndHeaders, request.Stream, 0x0F, 0x0D, 2, (byte)'1', (byte)'0');
            await script.SendAsync(Data, Padded, request.Stream, [3, .. Payload.Create(4), 0, 0, 0]);
            await script.SendAsync(Data, 0, request.Stream);
            await script.SendAsync(Data, 0, request.Stream, Payload.Create(10)[4..]);
            await script.SendAsync(Headers, EndHeaders | EndStream, request.Stream, 0, 1, (byte)'t', 1, (byte)'v');
            var pong = await script.UntilAsync(Ping);
            Assert.Equal([1, 1, 2, 3, 4, 5, 6, 7, 8], [pong.Flags, .. pong.Payload]);
        });
        await using var connection = await ConnectAsync(server);

        await connection.ExchangeAsync(ReadOnlyMemory<byte>.Empty, 10, Limits.Token()).Limited();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_body_waits_for_windows_of_its_stream_and_of_the_connection()
    {
        byte[]? body = null;
        await using var server = new Http2Script(async script =>
        {
            // A window of 10 bytes, which shrinks to -90 of those that were sent meanwhile, or not; then widened twice.
            await script.SendAsync(Settings, 0, 0, 0, 4, 0, 0, 0, 10);
            var request = await script.UntilAsync(Headers);
            var sent = new List<byte>();
            while (sent.Count < 100_000)
            {
                var number = new byte[4];
                BinaryPrimitives.WriteInt32BigEndian(number, 40_000);
                if (sent.Count >= 60_000 || sent.Count < 40_000)
                {
                    await script.SendAsync(WindowUpdate, 0, request.Stream, number);
                    await script.SendAsync(WindowUpdate, 0, 0, number);
                }

                var data = await script.UntilAsync(Data);
                Assert.InRange(data.Payload.Length, 0, 16_384);
                sent.AddRange(data.Payload);
            }

            body = [.. sent];
            await script.SendAsync(Headers, EndHeaders | EndStream, request.Stream, 0x88);
            await script.UntilGoneAsync();
        });
        var connection = await ConnectAsync(server);

        await connection.ExchangeAsync(Payload.Create(100_000), 0, Limits.Token()).Limited();

        Assert.Equal(Payload.Create(100_000), body);
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task No_more_streams_are_open_than_the_server_takes()
    {
        var most = 0;
        await using var server = new Http2Script(async script =>
        {
            await script.SendAsync(Settings, 0, 0, 0, 3, 0, 0, 0, 2);
            await script.UntilAsync(Settings);
            await script.UntilAsync(Settings);
            await script.SendAsync(Ping, 0, 0, new byte[8]);
            var open = new Queue<int>();
            for (var answered = 0; answered < 10;)
            {
                await script.UntilAsync(Ping);
                foreach (var frame in script.Seen.Where(frame => frame.Type == Headers))
                {
                    open.Enqueue(frame.Stream);
                }

                script.Seen.Clear();
                most = Math.Max(most, open.Count);
                while (open.TryDequeue(out var stream))
                {
                    await script.SendAsync(Headers, EndHeaders | EndStream, stream, 0x88);
                    answered++;
                }

                await script.SendAsync(Ping, 0, 0, new byte[8]);
            }

            await script.UntilGoneAsync();
        });
        var connection = (INoticedConnection)await ConnectAsync(server);
        await Limits.Until(() => connection.Notices.StreamLimit is not null, "the limit is known");

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => connection.ExchangeAsync(default, 0, Limits.Token()).AsTask())).Limited();

        Assert.Equal(2, most);
        await connection.DisposeAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(64)]
    [InlineData(4096)]
    public async Task A_server_reads_every_header_with_a_table_of_its_own_size(int tableBytes)
    {
        List<int> lengths = [];
        await using var server = new Http2Script(async script =>
        {
            var size = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(size, tableBytes);
            await script.SendAsync(Settings, 0, 0, [0, 3, 0, 0, 0, 9, 0, 1, .. size]);
            var decoder = new HpackDecoder(tableBytes);
            for (var i = 0; i < 4; i++)
            {
                var (_, _, stream, block) = await script.UntilAsync(Headers);
                var fields = new Fields();
                decoder.Decode(block, fields);
                Assert.Equal($":method: GET|:scheme: http|:authority: {script.EndPoint}|:path: /x?r=0", string.Join('|', fields.All));
                lengths.Add(block.Length);
                await script.SendAsync(Headers, EndHeaders | EndStream, stream, 0x88);
            }

            await script.UntilGoneAsync();
        });
        var connection = (INoticedConnection)await ConnectAsync(server);
        await Limits.Until(() => connection.Notices.StreamLimit is not null, "the settings are there");
        for (var i = 0; i < 4; i++)
        {
            await connection.ExchangeAsync(default, 0, Limits.Token()).Limited();
        }

        await connection.DisposeAsync();
        await server.DisposeAsync();
        Assert.Equal(4, lengths.Count);
        Assert.Equal(tableBytes == 0 ? lengths[2] : 3 + 2 + "/x?r=0".Length, lengths[3]);
    }

    [Fact]
    public async Task An_announced_close_ends_only_what_the_server_will_not_look_at()
    {
        await using var server = new Http2Script(async script =>
        {
            await script.SendAsync(Settings, 0, 0);
            await script.UntilAsync(Headers);
            await script.UntilAsync(Headers);
            await script.SendAsync(GoAway, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
            await script.SendAsync(Headers, EndHeaders | EndStream, 1, 0x88);
            await script.UntilGoneAsync();
        });
        var connection = (INoticedConnection)await ConnectAsync(server);
        var first = connection.ExchangeAsync(default, 0, Limits.Token()).AsTask();
        var second = connection.ExchangeAsync(default, 0, Limits.Token()).AsTask();

        var ended = await Assert.ThrowsAsync<ConnectionEndedException>(() => second.Limited());
        await first.Limited();

        Assert.True(ended.Announced);
        Assert.Equal("GOAWAY", connection.Notices.Closing);
        var third = await Assert.ThrowsAsync<ConnectionEndedException>(
            () => connection.ExchangeAsync(default, 0, Limits.Token()).Limited());
        Assert.True(third.Announced);
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task A_close_for_an_error_is_named_and_not_announced()
    {
        await using var server = new Http2Script(async script =>
        {
            await script.SendAsync(Settings, 0, 0);
            await script.UntilAsync(Headers);
            await script.SendAsync(GoAway, 0, 0, 0, 0, 0, 0, 0, 0, 0, 11);
        });
        await using var connection = await ConnectAsync(server);

        var ended = await Assert.ThrowsAsync<ConnectionEndedException>(
            () => connection.ExchangeAsync(default, 0, Limits.Token()).Limited());

        Assert.False(ended.Announced);
        Assert.Contains("ENHANCE_YOUR_CALM", ended.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_is_reset_leaves_the_others_alone()
    {
        await using var server = new Http2Script(async script =>
        {
            await script.SendAsync(Settings, 0, 0);
            await script.UntilAsync(Headers);
            await script.UntilAsync(Headers);
            await script.SendAsync(Reset, 0, 1, 0, 0, 0, 2);
            await script.SendAsync(Headers, EndHeaders, 3, 0x88);
            await script.SendAsync(Data, EndStream, 3, Payload.Create(5));
            await script.UntilGoneAsync();
        });
        var connection = await ConnectAsync(server);
        var first = connection.ExchangeAsync(default, 5, Limits.Token()).AsTask();
        var second = connection.ExchangeAsync(default, 5, Limits.Token()).AsTask();

        var error = await Assert.ThrowsAsync<IOException>(() => first.Limited());
        await second.Limited();

        Assert.Contains("INTERNAL_ERROR", error.Message, StringComparison.Ordinal);
        await connection.DisposeAsync();
    }

    /// <summary>
    /// Nothing was done of it, so it may be sent again whatever it asks for (RFC 9113, 8.7). The client does so by itself, but not for
    /// ever.
    /// </summary>
    [Fact]
    public async Task A_stream_that_is_refused_again_and_again_was_not_begun()
    {
        await using var server = new Http2Script(async script =>
        {
            await script.SendAsync(Settings, 0, 0);

            while (true)
            {
                try
                {
                    var asked = await script.UntilAsync(Headers);
                    await script.SendAsync(Reset, 0, asked.Stream, 0, 0, 0, 7);
                }
                catch (IOException)
                {
                    // The client is gone.
                    return;
                }
            }
        });
        var connection = await ConnectAsync(server);

        await Assert.ThrowsAsync<ConnectionEndedException>(() => connection.ExchangeAsync(default, 5, Limits.Token()).Limited());

        await connection.DisposeAsync();
    }

    public static TheoryData<string, byte, byte, int, byte[]> Wrong { get; } = new()
    {
        { "no SETTINGS", Ping, 0, 0, new byte[8] },
        { "no SETTINGS", (byte)'H', (byte)'1', 1, [] },
        { "wrong length", Settings, 0, 0, [1] },
        { "initial window", Settings, 0, 0, [0, 4, 0xFF, 0xFF, 0xFF, 0xFF] },
        { "largest frame", Settings, 0, 0, [0, 5, 0, 0, 0, 1] },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_beginning_is_a_bad_response(string what, byte type, byte flags, int stream, byte[] payload)
    {
        await using var server = new Http2Script(async script =>
        {
            await script.UntilAsync(Headers);
            await script.SendAsync(type, flags, stream, payload);
            await script.UntilRefusedAsync();
        });
        await using var connection = await ConnectAsync(server);

        var error = await Assert.ThrowsAsync<BadResponseException>(() => connection.ExchangeAsync(default, 0, Limits.Token()).Limited());

        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, byte, byte, int, byte[]> WrongLater { get; } = new()
    {
        { "nobody has opened", Headers, EndHeaders, 7, [0x88] },
        { "nobody has opened", Data, 0, 2, [1] },
        { "pushed", 5, 4, 1, new byte[5] },
        { "by nothing", WindowUpdate, 0, 0, new byte[4] },
        { "beyond what there is", WindowUpdate, 0, 0, [0x7F, 0xFF, 0xFF, 0xFF] },
        { "index 127", Headers, EndHeaders, 1, [0xFF, 0] },
        { "more padding", Data, Padded, 1, [9, 1] },
        { "more padding", Headers, EndHeaders | Padded, 1, [9, 1] },
        { "not begun", Continuation, EndHeaders, 1, [0x88] },
        { "16385 bytes", Data, 0, 1, new byte[16_385] },
        { "wrong length", Ping, 0, 0, [1] },
        { "no status", Headers, EndHeaders, 1, [0x0F, 0x0D, 1, (byte)'1'] },
        { "pseudo-header", Headers, EndHeaders, 1, [0x88, 0x82] },
        { "before its header", Data, EndStream, 1, [1] },
        { "interim status", Headers, EndHeaders | EndStream, 1, [0x08, 3, (byte)'1', (byte)'0', (byte)'0'] },
    };

    [Theory]
    [MemberData(nameof(WrongLater))]
    public async Task A_wrong_frame_is_a_bad_response(string what, byte type, byte flags, int stream, byte[] payload)
    {
        await using var server = new Http2Script(async script =>
        {
            await script.SendAsync(Settings, 0, 0);
            await script.UntilAsync(Headers);
            await script.SendAsync(type, flags, stream, payload);
            await script.UntilRefusedAsync();
        });
        await using var connection = await ConnectAsync(server);

        var error = await Assert.ThrowsAsync<BadResponseException>(() => connection.ExchangeAsync(default, 0, Limits.Token()).Limited());

        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        await server.DisposeAsync();
    }

    [Fact]
    public void A_server_that_speaks_first_is_answered_after_the_preface()
    {
        var channel = new SpeakingChannel();
        var facts = new ConnectionFacts { Protocol = "HTTP/2", Client = ConnectionFacts.LeanClient, Io = IoMode.Async };
        var connection = new Http2Connection(channel, new LeanPeer(facts, new ConnectionPhases(0, 0, 0), "http", "a", false, false));

        channel.Start(connection);
        connection.Start();

        Assert.Equal("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray(), channel.Sent.Take(24));
        Assert.Equal([0, 0, 0, Settings, 1, 0, 0, 0, 0], channel.Sent.TakeLast(9));
    }

    [Fact]
    public async Task A_thousand_exchanges_overlap_on_one_connection()
    {
        var variant = ProtocolVariant.All.Single(one => one is { Name: "http2", Tls: false, Lean: true });
        await using var conversation = await Conversation.StartAsync(variant);
        await using var connection = await conversation.ConnectAsync();

        await Task.WhenAll(Enumerable.Range(0, 1_000).Select(
            i => connection.ExchangeAsync(Payload.Create(i), i, Limits.Token()).AsTask())).Limited();
        Assert.Equal(4096, ((INoticedConnection)connection).Notices.StreamLimit);
    }

    private static async Task<IProtocolConnection> ConnectAsync(Http2Script server) =>
        await HttpProtocol.Http2.ConnectAsync(
            new() { EndPoint = server.EndPoint, Lean = true, VerifyContent = true }, Limits.Token()).Limited();

    private sealed class Fields : IFieldReader
    {
        public List<string> All { get; } = [];

        public void Field(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
            All.Add($"{Encoding.ASCII.GetString(name)}: {Encoding.ASCII.GetString(value)}");
    }

    /// <summary>A channel over which the server's SETTINGS are there before the client has said anything.</summary>
    private sealed class SpeakingChannel() : LeanChannel(null!)
    {
        public List<byte> Sent { get; } = [];

        public override bool Send(ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> second)
        {
            Sent.AddRange([.. first.Span, .. second.Span]);
            return true;
        }

        protected override void Begin() => User.Received([0, 0, 0, Settings, 0, 0, 0, 0, 0]);
    }
}
