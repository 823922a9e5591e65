using System.Net;
using System.Net.Sockets;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;

namespace ProtoBench.Protocols.Udp;

/// <summary>One datagram each way (RFC 768). Nothing is repeated but the first, empty exchange that proves the server is there.</summary>
internal sealed class UdpProtocol : IProtocol
{
    // Room for a burst of 60 largest datagrams while the reader is not scheduled. The kernel grants up to net.core.rmem_max and wmem_max.
    private const int SocketBufferBytes = 4 * 1024 * 1024;

    private const int HelloAttempts = 5;
    private static readonly TimeSpan HelloLimit = TimeSpan.FromMilliseconds(200);

    public string Name => "udp";

    public string Description => "one datagram a message, matched by id; late and lost replies are counted";

    public ProtocolTraits Traits { get; } = new()
    {
        Datagram = true,
        Multiplexed = true,
        SendsRequests = true,
        RequestForm = RequestForm.Echo,
        SupportsBlocking = true,
        KnowsRequests = true,
        ServesLean = true,
        MaximumMessageBytes = DatagramHeader.LargestPayload,
        ColourSlot = 1,
    };

    public string? UnsupportedReason => null;

    public ValueTask<IProtocolServer> ListenAsync(EndpointSettings settings, CancellationToken cancellationToken)
    {
        var socket = NewSocket(settings);
        try
        {
            socket.Bind(settings.EndPoint);
            return ValueTask.FromResult<IProtocolServer>(
                settings.ServeWith == ServerMake.Lean ? new LeanUdpServer(socket, settings) : new UdpServer(socket, settings));
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw new IOException($"cannot listen on {settings.EndPoint}: {error.Message}", error);
        }
    }

    public async ValueTask<IProtocolConnection> ConnectAsync(EndpointSettings settings, CancellationToken cancellationToken)
    {
        var socket = NewSocket(settings);
        UdpConnection? connection = null;
        try
        {
            socket.Connect(settings.EndPoint);
            if (settings.Site is not null)
            {
                // No greeting: a server that is not ours need not take an empty datagram for a question.
                return new EchoUdpConnection(socket, settings);
            }

            socket.ReceiveTimeout = (int)HelloLimit.TotalMilliseconds;
            connection = settings.Io == IoMode.Blocking
                ? new BlockingUdpConnection(socket, settings)
                : new AsyncUdpConnection(socket, settings);
            await SayHelloAsync(connection, settings, cancellationToken).ConfigureAwait(false);
            socket.ReceiveTimeout = (int)settings.BlockingTimeout.TotalMilliseconds;
            return connection;
        }
        catch (Exception error)
        {
            socket.Dispose();
            if (connection is not null)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }

            throw error is SocketException ? new IOException($"cannot connect to {settings.EndPoint}: {error.Message}", error) : error;
        }
    }

    private static Socket NewSocket(EndpointSettings settings)
    {
        if (settings.EndPoint is not IPEndPoint)
        {
            throw new ArgumentException($"udp needs an IP address and port, not {settings.EndPoint}", nameof(settings));
        }

        if (settings is { Site: not null, Io: IoMode.Blocking })
        {
            throw new NotSupportedException("udp waits asynchronously for a server that is not ours; leave io: blocking out");
        }

        if (settings is { Tls: not null } or { Site.Trust: not null })
        {
            throw new ArgumentException("udp has no TLS; take http3 for encrypted datagrams", nameof(settings));
        }

        var socket = new Socket(settings.EndPoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp)
        {
            ReceiveBufferSize = SocketBufferBytes,
            SendBufferSize = SocketBufferBytes,
        };
        try
        {
            StreamSockets.SocketTuning.Apply(socket, settings);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Any of these may be lost, so one answer out of a few attempts is enough to call the connection connected.</summary>
    private static async Task SayHelloAsync(UdpConnection connection, EndpointSettings settings, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < HelloAttempts; attempt++)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(HelloLimit);
            try
            {
                await connection.ExchangeAsync(ReadOnlyMemory<byte>.Empty, 0, limit.Token).ConfigureAwait(false);
                return;
            }
            catch (Exception error) when (error is OperationCanceledException or TimeoutException
                && !cancellationToken.IsCancellationRequested)
            {
                // Lost, or nobody there: ask again.
            }
        }

        throw new IOException(
            $"cannot connect to {settings.EndPoint}: no answer to {HelloAttempts} datagrams within "
                + $"{HelloAttempts * HelloLimit.TotalSeconds} s");
    }
}
