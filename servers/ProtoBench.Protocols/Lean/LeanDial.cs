using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Shared.Sites;
using ProtoBench.Protocols.Lean.Exchanges;
using ProtoBench.Protocols.Lean.Http1;
using ProtoBench.Protocols.Lean.Http2;
using ProtoBench.Protocols.Lean.Loops;
using ProtoBench.Protocols.StreamSockets;

namespace ProtoBench.Protocols.Lean;

/// <summary>
/// Opens connections of the lean clients: requests that are written once, responses that are parsed where they are read, no task and no
/// allocation per exchange. They say what a client in C costs; SocketsHttpHandler says what a client in .NET does.
/// </summary>
internal static class LeanDial
{
    /// <exception cref="IOException">Nobody listens, the peer is not trusted, or TLS agreed on another protocol.</exception>
    public static ValueTask<IProtocolConnection> Http1Async(EndpointSettings settings, CancellationToken cancellationToken) => ConnectAsync(
        settings,
        "HTTP/1.1",
        SslApplicationProtocol.Http11,
        settings.Pipeline > 1
            ? new Dictionary<string, string>
            {
                ["pipelined requests, at most"] = settings.Pipeline.ToString(System.Globalization.CultureInfo.InvariantCulture),
            }
            : new Dictionary<string, string>(),
        (channel, peer) =>
        {
            if (settings.Pipeline > 1)
            {
                var pipelined = new PipelinedConnection(channel, peer, settings.Pipeline);
                channel.Start(pipelined);
                return pipelined;
            }

            var connection = new Http1Connection(channel, peer);
            channel.Start(connection);
            return connection;
        },
        cancellationToken);

    /// <exception cref="IOException">Nobody listens, the peer is not trusted, or TLS agreed on another protocol.</exception>
    public static ValueTask<IProtocolConnection> Http2Async(EndpointSettings settings, CancellationToken cancellationToken) =>
        Http2Async(settings, "HTTP/2", null, cancellationToken);

    /// <param name="settings">Of the client.</param>
    /// <param name="standardName">What the facts of the connection call the protocol.</param>
    /// <param name="calls">How exchanges are made calls; null: they are requests.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">Nobody listens, the peer is not trusted, or TLS agreed on another protocol.</exception>
    public static ValueTask<IProtocolConnection> Http2Async(
        EndpointSettings settings, string standardName, ILeanCalls? calls, CancellationToken cancellationToken) => ConnectAsync(
        settings,
        standardName,
        SslApplicationProtocol.Http2,
        Http2Windows.Facts,
        (channel, peer) =>
        {
            var connection = new Http2Connection(channel, peer, calls);
            channel.Start(connection);
            connection.Start();
            return connection;
        },
        cancellationToken);

    /// <summary>A connection that begins as one of HTTP/1.1 and goes on as something else.</summary>
    /// <param name="settings">Of the client.</param>
    /// <param name="standardName">What the facts of the connection call the protocol.</param>
    /// <param name="create">Makes the connection, and starts the channel.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">Nobody listens, the peer is not trusted, or TLS agreed on another protocol.</exception>
    public static ValueTask<IProtocolConnection> OverHttp1Async(
        EndpointSettings settings,
        string standardName,
        Func<LeanChannel, LeanPeer, IProtocolConnection> create,
        CancellationToken cancellationToken) =>
        ConnectAsync(settings, standardName, SslApplicationProtocol.Http11, new Dictionary<string, string>(), create, cancellationToken);

    private static async ValueTask<IProtocolConnection> ConnectAsync(
        EndpointSettings settings,
        string standardName,
        SslApplicationProtocol alpn,
        IReadOnlyDictionary<string, string> facts,
        Func<LeanChannel, LeanPeer, IProtocolConnection> create,
        CancellationToken cancellationToken)
    {
        var socket = new Socket(settings.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            SocketTuning.Apply(socket, settings);
            var began = Stopwatch.GetTimestamp();
            var connected = await LoopSocket.ConnectAsync(socket, settings.EndPoint, cancellationToken).ConfigureAwait(false);
            var connect = Nanoseconds(began);
            var encrypted = ClientTls.Of(settings) is not null;
            var peer = new LeanPeer(
                SocketTuning.Describe(socket, new ConnectionFacts
                {
                    Protocol = standardName,
                    Client = $"{ConnectionFacts.LeanClient} on .NET {Environment.Version}",
                    Io = IoMode.Async,
                    More = facts,
                }),
                new ConnectionPhases(0, connect, 0),
                encrypted ? "https" : "http",
                AuthorityOf(settings, encrypted),
                settings.VerifyContent,
                settings.Site is not null);
            return encrypted
                ? await SecureAsync(connected, settings, alpn, peer, create, cancellationToken).ConfigureAwait(false)
                : create(new PlainChannel(connected), peer);
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

    private static async ValueTask<IProtocolConnection> SecureAsync(
        LoopSocket socket,
        EndpointSettings settings,
        SslApplicationProtocol alpn,
        LeanPeer peer,
        Func<LeanChannel, LeanPeer, IProtocolConnection> create,
        CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var stays = socket.Loop.IsCurrent;
        await socket.Loop.EnterAsync();
        IProtocolConnection connection;
        try
        {
            // The stream knows no token; closing its socket ends what waits.
            await using var giving = cancellationToken.UnsafeRegister(static state => ((LoopSocket)state!).Close(), socket)
                .ConfigureAwait(false);
            var tls = new SslStream(new LoopStream(socket));
            await AuthenticateAsync(tls, settings, alpn, peer, cancellationToken).ConfigureAwait(false);
            var facts = Describe(tls, peer.Facts);
            connection = create(
                new TlsChannel(socket, tls),
                peer with { Facts = facts, Phases = peer.Phases with { Tls = Nanoseconds(began) } });
        }
        catch (Exception error)
        {
            // On its thread, so that the loop has let go of it before the descriptor is anybody else's.
            await socket.Loop.EnterAsync();
            socket.Close();
            await LeaveAsync(stays).ConfigureAwait(false);
            if (cancellationToken.IsCancellationRequested && error is not OperationCanceledException)
            {
                throw new OperationCanceledException($"connecting to {settings.EndPoint} was given up", error, cancellationToken);
            }

            throw;
        }

        await LeaveAsync(stays).ConfigureAwait(false);
        return connection;
    }

    // Whoever opens connections may go on to wait for something; the loop's thread must not.
    private static async ValueTask LeaveAsync(bool stays)
    {
        if (!stays)
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }
    }

    private static async ValueTask AuthenticateAsync(
        SslStream stream, EndpointSettings settings, SslApplicationProtocol alpn, LeanPeer peer, CancellationToken cancellationToken)
    {
        var tls = ClientTls.Of(settings) ?? throw new ArgumentException("these settings are for plain text", nameof(settings));
        var name = alpn == SslApplicationProtocol.Http2 ? "http2" : "http1";
        var options = tls.Options(alpn);
        options.AllowTlsResume = false;
        try
        {
            await stream.AuthenticateAsClientAsync(options, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error) when (peer.IsForeign
            && !cancellationToken.IsCancellationRequested
            && error is AuthenticationException or IOException)
        {
            throw await SiteDiagnosis.OfHandshakeAsync(
                settings, tls, peer.Facts.Protocol, name, error, cancellationToken).ConfigureAwait(false);
        }
        catch (AuthenticationException error)
        {
            throw new IOException($"the TLS handshake failed: {error.Message} {error.InnerException?.Message}".TrimEnd(), error);
        }

        // A server of HTTP/1.1 that knows no ALPN says nothing (RFC 7301, 3.2).
        var agreed = stream.NegotiatedApplicationProtocol;
        var silent = peer.IsForeign && alpn == SslApplicationProtocol.Http11 && agreed.Protocol.IsEmpty;
        if (agreed == alpn || silent)
        {
            return;
        }

        throw peer.IsForeign
            ? await SiteDiagnosis.OfAlpnAsync(settings, peer.Facts.Protocol, name, null, cancellationToken).ConfigureAwait(false)
            : new IOException($"the server does not speak {peer.Facts.Protocol}: TLS agreed on '{agreed}'");
    }

    private static ConnectionFacts Describe(SslStream tls, ConnectionFacts facts) => facts with
    {
        Tls = tls.SslProtocol switch
        {
            SslProtocols.Tls13 => "TLS 1.3",
            SslProtocols.Tls12 => "TLS 1.2",
            var other => other.ToString(),
        },
        CipherSuite = tls.NegotiatedCipherSuite.ToString(),
        Alpn = tls.NegotiatedApplicationProtocol.Protocol.IsEmpty ? null : tls.NegotiatedApplicationProtocol.ToString(),
        TlsResumed = false,
    };

    private static string AuthorityOf(EndpointSettings settings, bool encrypted)
    {
        return settings switch
        {
            { Site: { } site } => SiteAddress.HostOf(site, encrypted),
            { Tls.HostName: var name } => $"{name}:{((IPEndPoint)settings.EndPoint).Port}",
            _ => $"{settings.EndPoint}",
        };
    }

    private static long Nanoseconds(long since) => (long)Stopwatch.GetElapsedTime(since).TotalNanoseconds;
}
