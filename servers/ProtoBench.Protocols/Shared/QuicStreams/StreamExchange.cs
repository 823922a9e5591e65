using System.Text;
using System.Threading.Tasks.Sources;
using ProtoBench.Contract;
using ProtoBench.Quic.Options;
using ProtoBench.Quic.Streams;

namespace ProtoBench.Protocols.Shared.QuicStreams;

/// <summary>One exchange of our own contract: so many bytes there, so many back.</summary>
internal sealed class StreamExchange(StreamConnection owner, StreamDialect dialect, bool verify, bool completeOnThreadPool)
    : StreamCall<bool>(dialect, completeOnThreadPool), IValueTaskSource
{
    private const int Ok = 200;
    private const int MostErrorText = 200;

    private readonly StreamDialect _dialect = dialect;
    private int _responseBytes;
    private long _received;
    private int _status;
    private StringBuilder? _errorText;

    public ValueTask Start(ReadOnlyMemory<byte> request, int responseBytes, CancellationToken cancellationToken)
    {
        _responseBytes = responseBytes;
        _received = 0;
        _status = _dialect.HasStatus ? 0 : Ok;
        _errorText = null;
        Begin(request, cancellationToken);
        return new ValueTask(this, Version);
    }

    public override void OnStatus(QuicChannel stream, int status) => _status = status;

    public override int OnBytes(QuicChannel stream, ReadOnlySpan<byte> bytes)
    {
        if (_status != Ok)
        {
            KeepErrorText(bytes);
            return bytes.Length;
        }

        try
        {
            Payload.VerifyIf(verify, bytes, _received);
        }
        catch (BadResponseException error)
        {
            Complete(error);
        }

        _received += bytes.Length;
        if (_received > _responseBytes)
        {
            Complete(new BadResponseException($"the response has more than the {_responseBytes} bytes asked for"));
        }

        return bytes.Length;
    }

    public override void OnEnd(QuicChannel stream) => Complete(
        _status != Ok ? new BadResponseException($"status {_status}: {_errorText}")
        : _received != _responseBytes ? new BadResponseException($"the response has {_received} bytes, asked for were {_responseBytes}")
        : null);

    public override void OnPeerReset(QuicChannel stream, ulong errorCode) =>
        Complete(new QuicException($"the server gave the exchange up with code 0x{errorCode:x}", errorCode));

    void IValueTaskSource.GetResult(short token) => GetResult(token);

    protected override void Ask() => _dialect.OpenExchange(this, Message.Length, _responseBytes);

    protected override void OnBegun(QuicChannel stream) => _dialect.BeginExchange(stream, Message.Length, _responseBytes);

    protected override Exception WhyClosed(QuicChannel stream, bool opened, QuicException? error) =>
        error ?? new QuicException("the stream ended before its response");

    protected override bool Result() => true;

    protected override void Return() => owner.Return(this);

    private void KeepErrorText(ReadOnlySpan<byte> bytes)
    {
        _errorText ??= new StringBuilder();
        _errorText.Append(
            Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, MostErrorText - Math.Min(MostErrorText, _errorText.Length))]));
    }
}
