using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Lean.Servers;
using ProtoBench.Protocols.Shared.Sites;

namespace ProtoBench.Protocols.StreamSockets;

/// <summary>Length-prefixed messages (<see cref="RequestFrame"/>) over a byte-stream socket; what tcp and unix have in common.</summary>
internal abstract class StreamSocketProtocol : IProtocol
{
    public abstract string Name { get; }

    public abstract string Description { get; }

    public abstract ProtocolTraits Traits { get; }

    public virtual string? UnsupportedReason => null;

    /// <summary>The protocol as its standard calls it, for <see cref="ConnectionFacts.Protocol"/>.</summary>
    protected abstract string StandardName { get; }

    public ValueTask<IProtocolServer> ListenAsync(EndpointSettings settings, CancellationToken cancellationToken)
    {
        Check(settings);
        if (settings is { ServeWith: ServerMake.Lean, Tls: not null })
        {
            throw new NotSupportedException("the lean server has no TLS; serve with dotnet");
        }

        var listener = TunedSocket(settings);
        try
        {
            Bind(listener, settings.EndPoint);
            listener.Listen();
            return ValueTask.FromResult(Serve(listener, settings));
        }
        catch (SocketException error)
        {
            listener.Dispose();
            throw new IOException($"cannot listen on {settings.EndPoint}: {error.Message}", error);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    public async ValueTask<IProtocolConnection> ConnectAsync(EndpointSettings settings, CancellationToken cancellationToken)
    {
        Check(settings);
        var socket = TunedSocket(settings);
        try
        {
            // Blocking calls know no token; closing their socket ends them.
            using var cancelling = cancellationToken.UnsafeRegister(static state => ((Socket)state!).Dispose(), socket);
            var began = Stopwatch.GetTimestamp();
            await ConnectSocketAsync(socket, settings, cancellationToken).ConfigureAwait(false);
            var connected = Stopwatch.GetTimestamp();
            var tls = ClientTls.Of(settings);
            var stream = await StreamHandshake.ConnectAsync(socket, settings, tls, cancellationToken).ConfigureAwait(false);
            LimitWaits(socket, settings);
            var phases = new ConnectionPhases(
                0,
                PhaseTime.Between(began, connected),
                stream is System.Net.Security.SslStream ? PhaseTime.Between(connected, Stopwatch.GetTimestamp()) : 0);
            var facts = Describe(socket, stream, settings);
            if (settings.Site is not null)
            {
                return new EchoStreamConnection(ByteChannel.Create(socket, stream, settings.Io), facts, settings, tls) { Phases = phases };
            }

            return ByteChannel.Create(socket, stream, settings.Io) switch
            {
                BlockingByteChannel channel => new BlockingStreamConnection(channel, facts, settings.VerifyContent),
                var channel => new AsyncStreamConnection(channel, facts, settings.VerifyContent) { Phases = phases },
            };
        }
        catch (Exception error) when (cancellationToken.IsCancellationRequested && error is not OperationCanceledException)
        {
            socket.Dispose();
            throw new OperationCanceledException($"connecting to {settings.EndPoint} was given up", error, cancellationToken);
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw new IOException($"cannot connect to {settings.EndPoint}: {error.Message}", error);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <exception cref="ArgumentException">The settings name an end point or option this protocol does not have.</exception>
    protected abstract void Check(EndpointSettings settings);

    protected abstract Socket NewSocket(EndpointSettings settings);

    protected virtual void Bind(Socket listener, EndPoint endPoint) => listener.Bind(endPoint);

    private static IProtocolServer Serve(Socket listener, EndpointSettings settings) => settings.ServeWith == ServerMake.Lean
        ? new LeanStreamServer(listener, socket => SocketTuning.ApplyToAccepted(socket, settings), () => new LeanFrames(settings))
        : new StreamServer(listener, settings);

    private Socket TunedSocket(EndpointSettings settings)
    {
        var socket = NewSocket(settings);
        try
        {
            SocketTuning.Apply(socket, settings);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async ValueTask ConnectSocketAsync(Socket socket, EndpointSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Io == IoMode.Blocking)
        {
            socket.Connect(settings.EndPoint);
        }
        else
        {
            await socket.ConnectAsync(settings.EndPoint, cancellationToken).ConfigureAwait(false);
        }
    }

    // SO_RCVTIMEO and SO_SNDTIMEO (socket(7)) limit every wait inside the kernel. Until here the token did: handshakes are no exchange.
    private static void LimitWaits(Socket socket, EndpointSettings settings)
    {
        if (settings.Io == IoMode.Blocking)
        {
            var limit = (int)settings.BlockingTimeout.TotalMilliseconds;
            (socket.ReceiveTimeout, socket.SendTimeout) = (limit, limit);
        }
    }

    private ConnectionFacts Describe(Socket socket, Stream stream, EndpointSettings settings)
    {
        var tls = stream as System.Net.Security.SslStream;
        return ClientTls.Tell(SocketTuning.Describe(socket, new ConnectionFacts
        {
            Protocol = StandardName,
            Client = $".NET {Environment.Version} Socket" + (tls is null ? "" : " and SslStream"),
            Tls = tls is null ? null : TlsVersion.NameOf(tls),
            TlsResumed = tls is null ? null : false,
            CipherSuite = tls?.NegotiatedCipherSuite.ToString(),
            Alpn = tls?.NegotiatedApplicationProtocol.ToString() is { Length: > 0 } chosen ? chosen : null,
            Io = settings.Io,
        }), settings);
    }
}
