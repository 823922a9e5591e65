using System.Buffers.Binary;
using System.Net;
using ProtoBench.Contract;
using ProtoBench.Contract.Quic;
using ProtoBench.Contract.Tls;
using ProtoBench.Protocols.Tests.Conformance;
using ProtoBench.Quic.Streams;

namespace ProtoBench.Protocols.Tests.Quic;

/// <summary>Flows whose messages go in DATAGRAM frames (RFC 9221).</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class QuicDatagramTests : IDisposable
{
    private readonly TlsIdentity _identity = TlsIdentity.Create();

    public void Dispose() => _identity.Dispose();

    [QuicFact]
    public async Task Messages_come_back_one_by_one()
    {
        await using var server = await ListenAsync(Echo);
        await using var connection = await ConnectAsync(server);
        Assert.Equal("up to 65535 bytes", connection.Facts.More["quic datagrams"]);
        await using var flow = await ((IDatagramFlowConnection)connection).OpenFlowAsync("echo", Limits.Token());
        for (var i = 0; i < 100; i++)
        {
            await flow.SendAsync(Payload.Create(i), Limits.Token());
            var answer = await flow.ReceiveAsync(Limits.Token()).Limited();
            Assert.Equal(i, answer?.Length);
            Payload.Verify(answer!.Value.Span);
        }

        await flow.EndAsync(Limits.Token()).Limited();
        Assert.Null(await flow.ReceiveAsync(Limits.Token()).Limited());
    }

    /// <summary>A tenth of the server's packets is lost, and what was in them is not sent again.</summary>
    [QuicFact]
    public async Task What_is_lost_is_gone_and_delays_nothing()
    {
        const int Count = 1_000;
        await using var server = await ListenAsync(
            async (stream, token) =>
            {
                await stream.ReceiveAsync(token);
                var message = new byte[200];
                for (var i = 0; i < Count; i++)
                {
                    BinaryPrimitives.WriteInt32LittleEndian(message, i);
                    await stream.SendAsync(message, token);
                    await Task.Delay(1, token);
                }
            },
            new QuicSettings { Datagrams = true, DropRate = 0.1, DropSeed = 5 });
        await using var connection = await ConnectAsync(server);
        await using var flow = await ((IDatagramFlowConnection)connection).OpenFlowAsync("echo", Limits.Token());
        await flow.SendAsync(Payload.Create(1), Limits.Token());
        await flow.EndAsync(Limits.Token());
        var numbers = new List<int>();
        while (await flow.ReceiveAsync(Limits.Token()).Limited() is { } message)
        {
            numbers.Add(BinaryPrimitives.ReadInt32LittleEndian(message.Span));
        }

        Assert.Equal(numbers.Order(), numbers);
        Assert.Distinct(numbers);

        // Five standard deviations of the binomial law either way: 100 ± 47.
        Assert.InRange(Count - numbers.Count, 53, 147);
    }

    [QuicFact]
    public async Task What_the_server_does_not_have_is_named()
    {
        await using var server = await ListenAsync(Echo);
        await using var connection = await ConnectAsync(server);
        await using var flow = await ((IDatagramFlowConnection)connection).OpenFlowAsync("nobody", Limits.Token());

        var error = await Assert.ThrowsAsync<BadResponseException>(() => flow.ReceiveAsync(Limits.Token()).Limited());

        Assert.Contains("the server has no application 'nobody'", error.Message, StringComparison.Ordinal);
    }

    [QuicFact]
    public async Task A_flow_fails_when_its_server_is_disposed()
    {
        var server = await ListenAsync(Echo);
        await using var connection = await ConnectAsync(server);
        await using var flow = await ((IDatagramFlowConnection)connection).OpenFlowAsync("echo", Limits.Token());
        await flow.SendAsync(Payload.Create(1), Limits.Token());
        await flow.ReceiveAsync(Limits.Token()).Limited();
        var receiving = flow.ReceiveAsync(Limits.Token()).AsTask();

        await server.DisposeAsync().Limited();

        Assert.True(Failures.IsBroken(await Record.ExceptionAsync(() => receiving.Limited())), $"{receiving.Exception}");
    }

    [QuicFact]
    public async Task A_client_that_goes_away_ends_its_application()
    {
        var served = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await ListenAsync(async (stream, token) =>
        {
            try
            {
                await Echo(stream, token);
            }
            finally
            {
                served.SetResult();
            }
        });
        var connection = await ConnectAsync(server);
        var flow = await ((IDatagramFlowConnection)connection).OpenFlowAsync("echo", Limits.Token());
        await flow.SendAsync(Payload.Create(1), Limits.Token());
        await flow.ReceiveAsync(Limits.Token()).Limited();

        await flow.DisposeAsync().Limited();
        await connection.DisposeAsync().Limited();

        await served.Task.Limited();
    }

    [QuicFact]
    public async Task Larger_messages_than_surely_fit_are_refused()
    {
        await using var server = await ListenAsync(Echo);
        await using var connection = await ConnectAsync(server);
        await using var flow = await ((IDatagramFlowConnection)connection).OpenFlowAsync("echo", Limits.Token());

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => flow.SendAsync(new byte[QuicSettings.LargestDatagramBytes + 1], Limits.Token()).AsTask());
    }

    [QuicFact]
    public async Task A_server_that_takes_none_is_named_when_connecting()
    {
        await using var server = await ListenAsync(Echo, new QuicSettings());

        var error = await Assert.ThrowsAsync<IOException>(() => ConnectAsync(server));

        Assert.Contains("takes no DATAGRAM frames", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_queue_drops_its_oldest_and_what_fits_no_packet_is_dropped()
    {
        var queue = new DatagramQueue();
        for (var i = 0; i < DatagramQueue.Most + 2; i++)
        {
            queue.Add(new byte[] { (byte)i });
        }

        Assert.Equal((DatagramQueue.Most, 2), (queue.Count, queue.Dropped));
        Assert.True(queue.TryPeek(1, out var oldest));
        Assert.Equal(2, oldest[0]);
        queue.Take();
        Assert.False(queue.TryPeek(0, out _));
        Assert.Equal((0, DatagramQueue.Most + 1), (queue.Count, queue.Dropped));
    }

    private static async Task Echo(IMessageStream stream, CancellationToken cancellationToken)
    {
        while (await stream.ReceiveAsync(cancellationToken) is { } message)
        {
            await stream.SendAsync(message, cancellationToken);
        }
    }

    private Task<IProtocolServer> ListenAsync(ServerApplication application, QuicSettings? quic = null) =>
        ProtocolCatalog.Find("quic")!.ListenAsync(
            new EndpointSettings
            {
                EndPoint = new IPEndPoint(IPAddress.Loopback, 0),
                Tls = _identity,
                Quic = quic ?? new QuicSettings { Datagrams = true },
                Applications = new Dictionary<string, ServerApplication> { ["echo"] = application },
            },
            Limits.Token()).Limited();

    private Task<IProtocolConnection> ConnectAsync(IProtocolServer server) => ProtocolCatalog.Find("quic")!.ConnectAsync(
        new EndpointSettings
        {
            EndPoint = server.EndPoint,
            Tls = TlsIdentity.FromPem(_identity.CertificatePem()),
            Quic = new QuicSettings { Datagrams = true },
        },
        Limits.Token()).Limited();
}
