using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Quic;
using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Runtime.Versioning;
using System.Security.Authentication;
using System.Text;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Http;
using ProtoBench.Protocols.Shared.MessageStreams;
using ProtoBench.Protocols.Shared.Payloads;
using ProtoBench.Protocols.Shared.QuicStreams;
using ProtoBench.Protocols.Shared.Sites;

namespace ProtoBench.Protocols.Shared.Msquic;

/// <summary>
/// The <c>quic</c> protocol's client on System.Net.Quic: one bidirectional stream per exchange, framed by <see cref="StreamCommand"/>.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class MsquicConnection : IMessageStreamConnection, IRequestConnection, IPhasedConnection
{
    private const int LargestReadBytes = 64 * 1024;

    private readonly QuicConnection _connection;
    private readonly bool _verify;

    private MsquicConnection(QuicConnection connection, EndpointSettings settings)
    {
        _connection = connection;
        _verify = settings.VerifyContent;
        Facts = ClientTls.Tell(MsquicFacts.Describe(connection, "QUIC", "System.Net.Quic", new Dictionary<string, string>
        {
            ["quic stream window bytes"] = $"{MsquicOptionsOf.StreamWindow}",
            ["quic connection window bytes"] = $"{MsquicOptionsOf.ConnectionWindow}",
            ["quic idle timeout"] = $"{settings.Quic.IdleTimeout.TotalSeconds:0.###} s",
            ["quic keep-alive"] = $"{MsquicOptionsOf.KeepAlive.TotalSeconds:0.###} s",
        }), settings);
    }

    public ConnectionFacts Facts { get; }

    public ConnectionPhases Phases { get; private init; }

    /// <exception cref="IOException">Nobody listens, or the peer is not trusted.</exception>
    public static async ValueTask<MsquicConnection> DialAsync(EndpointSettings settings, CancellationToken cancellationToken)
    {
        MsquicOptionsOf.Check(settings);
        var tls = ClientTls.Of(settings)!;
        var options = MsquicOptionsOf.Client(
            settings, tls, settings.Site?.Alpn is { } alpn ? new SslApplicationProtocol(alpn) : MsquicServer.Alpn);
        var began = Stopwatch.GetTimestamp();
        try
        {
            return new MsquicConnection(await QuicConnection.ConnectAsync(options, cancellationToken), settings)
            {
                Phases = new ConnectionPhases(0, PhaseTime.Since(began), 0),
            };
        }
        catch (Exception error) when (settings.Site is { } site && error is AuthenticationException or QuicException)
        {
            throw SiteDiagnosis.OfTls(site, tls, error)
                ?? await SiteDiagnosis.OfQuicAsync(
                    settings, options.ClientAuthenticationOptions.ApplicationProtocols![0].ToString(), "quic", error, cancellationToken);
        }
        catch (AuthenticationException error)
        {
            throw new IOException($"the TLS handshake failed: {error.Message}", error);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask ExchangeAsync(ReadOnlyMemory<byte> request, int responseBytes, CancellationToken cancellationToken)
    {
        MessageSize.Check(request, responseBytes);
        cancellationToken.ThrowIfCancellationRequested();
        var command = new StreamCommand(StreamCommandKind.Exchange, 0, responseBytes);
        var stream = await RequestStream.OpenAsync(_connection, command, request, endsThere: true, cancellationToken);

        // One byte more than the response: an answer that is too long is seen.
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Min(responseBytes + 1, LargestReadBytes));
        try
        {
            long received = 0;
            while (await stream.ReadAsync(buffer, cancellationToken) is var read and > 0)
            {
                Payload.VerifyIf(_verify, buffer.AsSpan(0, read), received);
                received += read;
            }

            if (received != responseBytes)
            {
                throw new BadResponseException($"the response has {received} bytes, asked for were {responseBytes}");
            }

            stream.End();
        }
        finally
        {
            stream.GiveUpUnlessEnded();
        }

        // Not in the block above: a read that failed may still be filling it.
        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>A message on a stream of its own to a server that echoes it (RFC 862).</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Reply> RequestAsync(UserRequest request, CancellationToken cancellationToken)
    {
        var message = EchoMessage.Of(request);
        cancellationToken.ThrowIfCancellationRequested();
        var stream = await RequestStream.OpenAsync(_connection, message, cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(LargestReadBytes);
        var received = 0;
        long firstByteAt = 0;
        try
        {
            while (await stream.ReadAsync(buffer, cancellationToken) is var read and > 0)
            {
                firstByteAt = firstByteAt == 0 ? Stopwatch.GetTimestamp() : firstByteAt;
                EchoMessage.Check(message.Span, received, buffer.AsSpan(0, read));
                received += read;
            }

            if (received != message.Length)
            {
                throw new BadResponseException($"the echo has {received} bytes, {message.Length} were sent");
            }

            stream.End();
        }
        finally
        {
            stream.GiveUpUnlessEnded();
        }

        // Not in the block above: a read that failed may still be filling it.
        ArrayPool<byte>.Shared.Return(buffer);
        return new Reply(0, received, 0, firstByteAt);
    }

    public async ValueTask<TransferTotals> DownloadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop, cancellationToken);
        var command = new StreamCommand(StreamCommandKind.Download, transfer.MessageBytes, transfer.TotalBytes);
        var stream = await RequestStream.OpenAsync(_connection, command, default, endsThere: true, cancellationToken);
        long received = 0;
        try
        {
            var buffer = new byte[LargestReadBytes * 4];
            while (await stream.ReadAsync(buffer, limit.Token) is var read and > 0)
            {
                Payload.VerifyIf(_verify, buffer.AsSpan(0, read), received);
                received += read;
                transfer.Meter.Add(read, messages: 0);

                // Reads that need not wait do not look at the token.
                limit.Token.ThrowIfCancellationRequested();
            }

            stream.End();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return TransferTotals.OfByteStream(null, received, transfer.MessageBytes);
        }
        finally
        {
            stream.GiveUpUnlessEnded();
        }

        return received == transfer.TotalBytes
            ? TransferTotals.OfByteStream(received, received, transfer.MessageBytes)
            : throw new BadResponseException($"the download ended after {received} of {transfer.TotalBytes} bytes");
    }

    /// <remarks>
    /// System.Net.Quic completes a write when the peer has acknowledged it and takes one at a time, so a round trip carries one message.
    /// </remarks>
    public async ValueTask<TransferTotals> UploadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken)
    {
        var command = new StreamCommand(StreamCommandKind.Upload, 0, 0);
        var stream = await RequestStream.OpenAsync(_connection, command, default, endsThere: false, cancellationToken);
        try
        {
            long sent = 0;
            while (sent < transfer.TotalBytes && !stop.IsCancellationRequested)
            {
                var restOfMessage = transfer.MessageBytes - (sent % transfer.MessageBytes);
                var block = PayloadSource.At(sent, Math.Min(restOfMessage, transfer.TotalBytes - sent));
                await stream.WriteAsync(block, cancellationToken);
                sent += block.Length;
                transfer.Meter.Add(block.Length, messages: 0);
            }

            await stream.EndWritesAsync();
            var answer = new byte[sizeof(long) + 1];
            var answered = 0;
            while (await stream.ReadAsync(answer.AsMemory(answered), cancellationToken) is var read and > 0)
            {
                answered += read;
            }

            if (answered != sizeof(long))
            {
                throw new BadResponseException($"the server answered the upload with {answered} bytes and no count");
            }

            stream.End();
            return TransferTotals.OfByteStream(sent, BinaryPrimitives.ReadInt64LittleEndian(answer), transfer.MessageBytes);
        }
        finally
        {
            stream.GiveUpUnlessEnded();
        }
    }

    public async ValueTask<IMessageStream> OpenStreamAsync(string application, CancellationToken cancellationToken)
    {
        ApplicationHost.Check(application);
        var stream = await _connection.OpenOutboundStreamAsync(QuicStreamType.Bidirectional, cancellationToken);
        var head = new byte[StreamCommand.Length + application.Length];
        new StreamCommand(StreamCommandKind.Messages, application.Length, 0).Write(head);
        Encoding.ASCII.GetBytes(application, head.AsSpan(StreamCommand.Length));
        try
        {
            await stream.WriteAsync(head, cancellationToken);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }

        return new FramedMessageStream(MsquicDuplex.Of(stream));
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
