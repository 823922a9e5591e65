using System.Net;
using System.Net.Sockets;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Contract.Tls;
using ProtoBench.Protocols.StreamSockets;
using ProtoBench.Protocols.Tests.Conformance;
using ProtoBench.Protocols.Tests.Quic;
using ProtoBench.Protocols.Udp;

namespace ProtoBench.Protocols.Tests.Sites;

/// <summary>Raw echoes (RFC 862) of servers in Python.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class EchoTests
{
    private static readonly byte[] Large = Payload.Create(3_000_001);

    [ProgramTheory("/usr/bin/python3")]
    [InlineData(IoMode.Async)]
    [InlineData(IoMode.Blocking)]
    public async Task Tcp_sends_small_and_large_messages_and_compares_what_comes_back(IoMode io)
    {
        await using var peer = await ScriptPeer.EchoAsync("tcp");
        await using var connection = await Limits.Apart(() => new TcpProtocol().ConnectAsync(
            Site.At(peer.EndPoint) with { Io = io }, Limits.Token()).AsTask());

        foreach (var message in new[] { [7], Payload.Create(1_000), Large, [1, 2, 3] })
        {
            var reply = await Limits.Apart(
                () => ((IRequestConnection)connection).RequestAsync(Site.Message(message), Limits.Token()).AsTask());

            Assert.Equal(message.Length, reply.Bytes);
            Assert.True(reply.FirstByteAt > 0);
        }

        Assert.True(((IPhasedConnection)connection).Phases is { Connect: > 0, Tls: 0 });
    }

    [ProgramFact("/usr/bin/python3")]
    public async Task Tcp_inside_TLS_judges_the_certificate_and_agrees_on_a_protocol_where_one_is_named()
    {
        using var identity = TlsIdentity.Create();
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("cert.pem"), identity.CertificatePem());
        await File.WriteAllTextAsync(folder.File("key.pem"), identity.PrivateKeyPem());
        await using var peer = await ScriptPeer.EchoAsync("tls", folder.File("cert.pem"), folder.File("key.pem"), "echo");
        var settings = Site.At(peer.EndPoint, new ServerTrust { AuthorityPem = identity.CertificatePem() });
        var named = settings with { Site = settings.Site! with { Alpn = "echo" } };

        var (reply, facts) = await Site.AskAsync(new TcpProtocol(), settings, Site.Message(Large));
        var (_, agreed) = await Site.AskAsync(new TcpProtocol(), named, Site.Message(1));
        var refused = await Site.RefusalAsync(new TcpProtocol(), Site.At(peer.EndPoint, new ServerTrust()), Site.Message(1));

        Assert.Equal((Large.Length, "TLS 1.3", null, "echo"), (reply.Bytes, facts.Tls, facts.Alpn, agreed.Alpn));
        Assert.Contains("insecure: true", refused, StringComparison.Ordinal);
    }

    [ProgramFact("/usr/bin/python3")]
    public async Task Another_answer_is_no_echo()
    {
        await using var peer = await ScriptPeer.EchoAsync("wrong");

        Assert.Equal(
            "the server sends no echo: byte 2 of its answer is 0x02, and 0x03 was sent",
            await Site.RefusalAsync(new TcpProtocol(), Site.At(peer.EndPoint), Site.Message(1, 2, 3)));
    }

    [ProgramFact("/usr/bin/python3")]
    public async Task A_server_that_closes_between_messages_ends_the_connection_and_not_the_exchange()
    {
        await using var peer = await ScriptPeer.EchoAsync("half");
        await using var connection = await new TcpProtocol().ConnectAsync(Site.At(peer.EndPoint), Limits.Token());
        var requests = (IRequestConnection)connection;
        await requests.RequestAsync(Site.Message(1), Limits.Token());

        await Assert.ThrowsAsync<ConnectionEndedException>(() => requests.RequestAsync(Site.Message(2), Limits.Token()).AsTask());
        await Assert.ThrowsAsync<ConnectionEndedException>(() => requests.RequestAsync(Site.Message(3), Limits.Token()).AsTask());
    }

    [Fact]
    public async Task A_server_that_never_echoes_a_first_message_cuts_the_exchange()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var connection = await new TcpProtocol().ConnectAsync(Site.At(listener.LocalEndpoint), Limits.Token());
        (await listener.AcceptSocketAsync()).Dispose();

        var error = await Assert.ThrowsAnyAsync<IOException>(
            () => ((IRequestConnection)connection).RequestAsync(Site.Message(1), Limits.Token()).AsTask());

        Assert.IsNotType<ConnectionEndedException>(error);
    }

    [ProgramFact("/usr/bin/python3")]
    public async Task Unix_sockets_echo_too()
    {
        using var folder = new TemporaryFolder();
        await using var peer = await ScriptPeer.EchoAsync("unix", folder.File("echo"));

        var (reply, _) = await Site.AskAsync(
            new UnixProtocol(), Site.At(new UnixDomainSocketEndPoint(folder.File("echo"))), Site.Message(Large));

        Assert.Equal(Large.Length, reply.Bytes);
    }

    [Fact]
    public async Task A_request_without_a_message_is_refused_as_nothing_would_answer_it()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var connection = await new TcpProtocol().ConnectAsync(Site.At(listener.LocalEndpoint), Limits.Token());

        var error = await Assert.ThrowsAsync<ArgumentException>(
            () => ((IRequestConnection)connection).RequestAsync(Site.Get, Limits.Token()).AsTask());

        Assert.Contains("give it a body", error.Message, StringComparison.Ordinal);
    }

    [ProgramTheory("/usr/bin/python3")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(1_400)]
    [InlineData(60_000)]
    public async Task Datagrams_of_every_size_come_back_to_whom_they_belong(int length)
    {
        await using var peer = await ScriptPeer.EchoAsync("udp");
        await using var connection = await new UdpProtocol().ConnectAsync(Site.At(peer.EndPoint), Limits.Token());
        var message = Site.Message(Enumerable.Repeat((byte)9, length).ToArray());

        // Several of the largest overflow the socket's buffer of a server that has the system's default.
        var inFlight = length > 10_000 ? 1 : 4;
        for (var round = 0; round < 20; round++)
        {
            var replies = await Task.WhenAll(Enumerable.Range(0, inFlight).Select(
                _ => ((IRequestConnection)connection).RequestAsync(message, Limits.Token()).AsTask())).Limited();

            Assert.All(replies, reply => Assert.Equal(length, reply.Bytes));
        }

        Assert.Equal(0, ((IDatagramConnection)connection).LateReplies + ((IDatagramConnection)connection).DuplicateReplies);
    }

    [ProgramFact("/usr/bin/python3")]
    public async Task A_datagram_without_echo_waits_until_it_is_given_up_and_a_doubled_echo_is_counted()
    {
        await using var peer = await ScriptPeer.EchoAsync("udp");
        await using var connection = await new UdpProtocol().ConnectAsync(Site.At(peer.EndPoint), Limits.Token());
        var requests = (IRequestConnection)connection;
        using var giveUp = new CancellationTokenSource();
        var lost = requests.RequestAsync(Site.Message("........drop"u8.ToArray()), giveUp.Token).AsTask();
        await requests.RequestAsync(Site.Message([.. new byte[9], 2]), Limits.Token());
        await Limits.Until(() => ((IDatagramConnection)connection).DuplicateReplies == 1, "the second echo is there");

        Assert.False(lost.IsCompleted);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lost.Limited());
    }

    [Fact]
    public async Task A_closed_port_is_told()
    {
        var nobody = new IPEndPoint(IPAddress.Loopback, ForeignProgram.FreePort());

        var sentence = await Site.RefusalAsync(new UdpProtocol(), Site.At(nobody), Site.Message(1));

        Assert.StartsWith("no datagrams to 127.0.0.1:", sentence, StringComparison.Ordinal);
    }
}
