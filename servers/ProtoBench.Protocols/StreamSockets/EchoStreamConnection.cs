using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Shared.Sites;

namespace ProtoBench.Protocols.StreamSockets;

/// <summary>
/// A byte stream to a server that is not ours and sends back what it gets (RFC 862). A message has no frame: the reply is as many bytes,
/// and the same ones.
/// </summary>
internal sealed class EchoStreamConnection(ByteChannel channel, ConnectionFacts facts, EndpointSettings settings, ClientTls? tls)
    : StreamConnection(channel, facts, settings.VerifyContent), IRequestConnection, IPhasedConnection
{
    // What surely fits the kernel's buffers of both sides: more is sent while the reply is read, or both might wait for each other for
    // ever.
    private const int SentAtOnceBytes = 32 * 1024;

    private readonly ByteChannel _channel = channel;
    private readonly byte[] _reply = new byte[64 * 1024];
    private bool _hasAnswered;

    public ConnectionPhases Phases { get; init; }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Reply> RequestAsync(UserRequest request, CancellationToken cancellationToken)
    {
        var message = EchoMessage.Of(request);
        cancellationToken.ThrowIfCancellationRequested();
        BeginRequest();
        var sending = Task.CompletedTask;
        try
        {
            long sentAt = 0;
            if (message.Length <= SentAtOnceBytes)
            {
                await _channel.SendAsync(message, cancellationToken).ConfigureAwait(false);
                sentAt = Stopwatch.GetTimestamp();
            }
            else
            {
                sending = Task.Run(() => _channel.SendAsync(message, cancellationToken).AsTask(), CancellationToken.None);
            }

            var firstByteAt = await ReceiveAsync(message, cancellationToken).ConfigureAwait(false);
            await sending.ConfigureAwait(false);
            _hasAnswered = true;
            Succeeded();
            return new Reply(0, message.Length, sentAt, firstByteAt);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Explain(error);
        }
        finally
        {
            EndUnlessUsable();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<long> ReceiveAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var received = 0;
        long firstByteAt = 0;
        while (received < message.Length)
        {
            var read = await _channel.ReceiveAsync(_reply, cancellationToken).ConfigureAwait(false);
            if (firstByteAt == 0)
            {
                firstByteAt = Stopwatch.GetTimestamp();
            }

            if (read == 0)
            {
                throw received == 0 && _hasAnswered
                    ? new ConnectionEndedException("the server has closed the connection between two messages")
                    : new EndOfStreamException($"the server closed the connection after {received} of {message.Length} bytes of its echo");
            }

            EchoMessage.Check(message.Span, received, _reply.AsSpan(0, read));
            received += read;
        }

        return firstByteAt;
    }

    private void BeginRequest()
    {
        try
        {
            Begin();
        }
        catch (IOException error)
        {
            throw new ConnectionEndedException(error.Message, error);
        }
    }

    // TLS 1.3 lets a server refuse the client's certificate after the handshake, when the client takes it for finished.
    private Exception Explain(Exception error) =>
        (tls is not null && !_hasAnswered ? SiteDiagnosis.OfTls(settings.Site!, tls, error) : null) ?? (error is SocketException
            ? new IOException(error.Message, error)
            : error);
}
