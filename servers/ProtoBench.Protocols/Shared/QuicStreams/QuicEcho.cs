using System.Diagnostics;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Shared.Sites;
using ProtoBench.Quic.Options;
using ProtoBench.Quic.Streams;

namespace ProtoBench.Protocols.Shared.QuicStreams;

/// <summary>A message and its echo, compared byte by byte.</summary>
internal sealed class QuicEcho(QuicEchoConnection owner, StreamDialect dialect, bool completeOnThreadPool)
    : StreamCall<Reply>(dialect, completeOnThreadPool)
{
    private readonly StreamDialect _dialect = dialect;
    private int _received;
    private long _sentAt;
    private long _firstByteAt;

    public ValueTask<Reply> Start(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        _received = 0;
        _sentAt = _firstByteAt = 0;
        Begin(message, cancellationToken);
        return new ValueTask<Reply>(this, Version);
    }

    public override int OnBytes(QuicChannel stream, ReadOnlySpan<byte> bytes)
    {
        if (_firstByteAt == 0)
        {
            _firstByteAt = Stopwatch.GetTimestamp();
        }

        if (IsUnderWay)
        {
            try
            {
                EchoMessage.Check(Message.Span, _received, bytes);
                _received += bytes.Length;
            }
            catch (BadResponseException error)
            {
                Complete(error);
            }
        }

        return bytes.Length;
    }

    public override void OnEnd(QuicChannel stream) => Complete(_received == Message.Length
        ? null
        : new BadResponseException($"the echo has {_received} bytes, {Message.Length} were sent"));

    public override void OnPeerReset(QuicChannel stream, ulong errorCode) =>
        Complete(new QuicException($"the server gave the stream up with code 0x{errorCode:x}", errorCode));

    public override void OnPeerStopped(QuicChannel stream, ulong errorCode) =>
        Complete(new BadResponseException($"the server does not read the stream to its end (STOP_SENDING with code 0x{errorCode:x})"));

    protected override void Ask() => _dialect.OpenExchange(this, Message.Length, Message.Length);

    protected override void OnSent() => _sentAt = Stopwatch.GetTimestamp();

    protected override Exception WhyClosed(QuicChannel stream, bool opened, QuicException? error) =>
        error ?? new QuicException("the stream ended before its echo");

    protected override Reply Result() => new(0, _received, _sentAt, _firstByteAt);

    protected override void Return() => owner.Return(this);
}
