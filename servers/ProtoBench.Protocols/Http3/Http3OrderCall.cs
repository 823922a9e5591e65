using ProtoBench.Contract;
using ProtoBench.Protocols.Http;
using ProtoBench.Protocols.Shared.Codecs;
using ProtoBench.Protocols.Shared.QuicStreams;
using ProtoBench.Quic.Options;
using ProtoBench.Quic.Streams;

namespace ProtoBench.Protocols.Http3;

/// <summary>One exchange of typed messages at a time: the bytes of a message there, those of its answer back.</summary>
internal sealed class Http3OrderCall(Http3Dialect dialect, MessageCodec codec, EndpointSettings settings)
    : StreamCall<bool>(dialect, settings.Quic.CompleteOnThreadPool)
{
    private const int Ok = 200;

    private readonly Http3Dialect _dialect = dialect;
    private int _status;

    /// <summary>What is sent and what has come.</summary>
    public OrderBody Body { get; } = new(codec, settings.Compress);

    /// <summary>Sends what <see cref="Body"/> has encoded, and completes when all of the answer has come.</summary>
    public ValueTask<bool> Start(ReadOnlyMemory<byte> encoded, CancellationToken cancellationToken)
    {
        _status = 0;
        Body.BeginReceiving();
        Begin(encoded, cancellationToken);
        return new ValueTask<bool>(this, Version);
    }

    public override void OnStatus(QuicChannel stream, int status) => _status = status;

    public override int OnBytes(QuicChannel stream, ReadOnlySpan<byte> bytes)
    {
        if (!IsUnderWay)
        {
            return bytes.Length;
        }

        bytes.CopyTo(Body.Room(bytes.Length).Span);
        Body.Received(bytes.Length);
        if (Body.Whole.Length > CodedLimits.LargestEncodedBytes)
        {
            Complete(new BadResponseException($"the response is larger than {CodedLimits.LargestEncodedBytes} bytes"));
        }

        return bytes.Length;
    }

    public override void OnEnd(QuicChannel stream) => Complete(
        _status == Ok
            ? null
            : new BadResponseException($"status {_status}: {QuotedText.Of(Body.Whole.Span)}"));

    public override void OnPeerReset(QuicChannel stream, ulong errorCode) =>
        Complete(new QuicException($"the server gave the exchange up with code 0x{errorCode:x}", errorCode));

    protected override void Ask() => _dialect.OpenOrder(this, codec, Message.Length, settings.Compress);

    protected override Exception WhyClosed(QuicChannel stream, bool opened, QuicException? error) =>
        error ?? new QuicException("the stream ended before its response");

    protected override bool Result() => true;

    // Whoever decodes the answer gives it back after that.
    protected override void Return()
    {
    }
}
