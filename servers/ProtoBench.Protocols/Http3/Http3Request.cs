using System.Diagnostics;
using System.Text;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Http;
using ProtoBench.Protocols.Shared.QuicStreams;
using ProtoBench.Quic.Options;
using ProtoBench.Quic.Streams;

namespace ProtoBench.Protocols.Http3;

/// <summary>One user's request at a time.</summary>
/// <remarks>
/// The instants of a <see cref="Reply"/>: the request is sent when its last byte is with ngtcp2, which puts it into packets in the same
/// turn of the loop as far as windows allow; the first byte is there when the head of the response has been decoded.
/// </remarks>
internal sealed class Http3Request(Http3Connection owner, Http3Dialect dialect, bool completeOnThreadPool)
    : StreamCall<Reply>(dialect, completeOnThreadPool)
{
    // RFC 9114, section 8.1.
    private const ulong RequestRejected = 0x10b;
    private const ulong MessageError = 0x10e;

    private readonly Http3Dialect _dialect = dialect;
    private readonly byte[] _start = new byte[QuotedText.MostBytes];
    private UserRequest? _asked;
    private long _received;
    private int _status;
    private int _kept;
    private string? _location;
    private long _sentAt;
    private long _firstByteAt;

    public ValueTask<Reply> Start(UserRequest request, CancellationToken cancellationToken)
    {
        _asked = request;
        _received = _status = _kept = 0;
        _sentAt = _firstByteAt = 0;
        _location = null;
        Begin(request.Messages is [var body, ..] ? body : default, cancellationToken);
        return new ValueTask<Reply>(this, Version);
    }

    public override void OnStatus(QuicChannel stream, int status)
    {
        // Informational responses come before the one that counts (RFC 9110, 15.2).
        _status = status;
        _location = null;
        if (_firstByteAt == 0)
        {
            _firstByteAt = Stopwatch.GetTimestamp();
        }
    }

    public override void OnLocation(QuicChannel stream, ReadOnlySpan<byte> location)
    {
        if (!IsExpected)
        {
            _location = Encoding.UTF8.GetString(location);
        }
    }

    public override int OnBytes(QuicChannel stream, ReadOnlySpan<byte> bytes)
    {
        _received += bytes.Length;
        if (_kept < _start.Length && !IsExpected)
        {
            var kept = bytes[..Math.Min(bytes.Length, _start.Length - _kept)];
            kept.CopyTo(_start.AsSpan(_kept));
            _kept += kept.Length;
        }

        return bytes.Length;
    }

    public override void OnEnd(QuicChannel stream) => Complete(
        IsExpected ? null
        : _status == 0 ? new BadResponseException("the response has no status")
        : HttpRefusal.OfStatus(_asked!, _status, _location, _start.AsSpan(0, _kept)));

    public override void OnPeerReset(QuicChannel stream, ulong errorCode)
    {
        var message = $"the server gave the request up with code 0x{errorCode:x}";
        Complete(errorCode == RequestRejected || stream.Id >= owner.FirstRefused
            ? Ended(message)
            : new QuicException(message, errorCode));
    }

    protected override void Ask() => _dialect.OpenRequest(this, _asked!);

    protected override void OnSent() => _sentAt = Stopwatch.GetTimestamp();

    protected override Exception WhyClosed(QuicChannel stream, bool opened, QuicException? error) =>
        error is null ? new QuicException("the stream ended before its response")
        : error.ErrorCode == MessageError ? new BadResponseException(error.Message, error)
        : MayBeDoneAgain(stream, opened) ? Ended(error.Message)
        : error;

    protected override bool WasAnswered(Exception? error) => error is null or UnexpectedStatusException;

    protected override Reply Result() => new(_status, _received, _sentAt == 0 ? _firstByteAt : _sentAt, _firstByteAt);

    protected override void Return() => owner.Return(this);

    private bool IsExpected => _asked!.Expected.Contains(_status);

    /// <summary>
    /// Did the request not leave, or did the server say that it does not look at it? What an announced close finds without any answer was
    /// not looked at either, as far as anybody can tell; HttpClient takes it so too.
    /// </summary>
    private bool MayBeDoneAgain(QuicChannel? stream, bool opened) =>
        !opened || (_status == 0 && (stream!.Id >= owner.FirstRefused || owner.Notices.Closing is not null));

    private ConnectionEndedException Ended(string message) => owner.Notices.Closing is { } how
        ? new ConnectionEndedException($"the server has closed the connection as it had announced ({how})") { Announced = true }
        : new ConnectionEndedException(message);
}
