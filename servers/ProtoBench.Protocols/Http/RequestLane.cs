using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;

namespace ProtoBench.Protocols.Http;

/// <summary>
/// One user's request on one connection, one exchange at a time, with the objects it needs: as <see cref="HttpLane"/>, they are used again.
/// </summary>
/// <remarks>
/// How exact the instants of a <see cref="Reply"/> are. The first byte is there when the head of the response has been read, which is the
/// same read but for heads that came in pieces. The request is sent, over HTTP/1.1, when its last write was with the system; over HTTP/2
/// and HTTP/3, where requests share writes, when HttpClient had taken it, which on a new connection is some tens of microseconds before it
/// leaves.
/// </remarks>
internal sealed class RequestLane : IDisposable
{
    private const int BufferBytes = 32 * 1024;

    private readonly HttpCarrier _carrier;
    private readonly UserRequest _asked;
    private readonly HttpRequestMessage _request;
    private readonly RequestContent? _content;
    private readonly ConnectionWatch? _stamped;
    private readonly byte[] _buffer = new byte[BufferBytes];

    public RequestLane(HttpCarrier carrier, UserRequest asked)
    {
        _carrier = carrier;
        _asked = asked;
        _request = carrier.CreateExactRequest(HttpMethod.Parse(asked.Method), asked.Target);
        _content = asked.Messages is [var body, ..] ? new RequestContent(body) : null;
        foreach (var (name, value) in asked.Headers)
        {
            // HttpClient has two collections. Fields that describe a body stand with it, so a request without one gets an empty one.
            if (!_request.Headers.TryAddWithoutValidation(name, value)
                && !(_content ??= new RequestContent(default)).Headers.TryAddWithoutValidation(name, value))
            {
                throw new ArgumentException($"HttpClient does not send the header field '{name}'", nameof(asked));
            }
        }

        _request.Content = _content;
        if (carrier.Version == HttpVersion.Version11 && carrier.Watch is { } watch)
        {
            _stamped = watch;
            watch.StampWrites();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Reply> SendAsync(CancellationToken cancellationToken)
    {
        _content?.Forget();
        try
        {
            var sending = _carrier.SendAsync(_request, cancellationToken);
            var taken = Stopwatch.GetTimestamp();
            using var response = await sending;
            var firstByteAt = Stopwatch.GetTimestamp();
            var sentAt = _stamped?.WroteAt ?? (_content?.SentAt is > 0 and var written ? written : taken);
            var expected = _asked.Expected.Contains((int)response.StatusCode);
            var (received, quotable) = await ReadAsync(
                await response.Content.ReadAsStreamAsync(cancellationToken), keepStart: !expected, cancellationToken);
            _carrier.Complete(response);
            NoteOldVersion(response);
            return expected
                ? new Reply((int)response.StatusCode, received, Math.Min(sentAt, firstByteAt), firstByteAt)
                : throw HttpRefusal.OfStatus(
                    _asked, (int)response.StatusCode, response.Headers.Location?.OriginalString, _buffer.AsSpan(0, quotable));
        }
        catch (HttpProtocolException error) when (_carrier.EndBehind(error, responding: true) is { } ended)
        {
            throw ended;
        }
        catch (HttpIOException error) when (error.HttpRequestError == HttpRequestError.InvalidResponse)
        {
            throw new BadResponseException(error.Message, error);
        }
    }

    public void Dispose()
    {
        _request.Dispose();
        _content?.Dispose();
    }

    /// <summary>A server of HTTP/1.0 closes the connection unless it says otherwise (RFC 9112, 9.3).</summary>
    private void NoteOldVersion(HttpResponseMessage response)
    {
        if (response.Version == HttpVersion.Version10
            && !response.Headers.Connection.Contains("keep-alive", StringComparer.OrdinalIgnoreCase))
        {
            _carrier.Notices.Close("HTTP/1.0 without keep-alive");
        }
    }

    /// <summary>Reads to the end. Where asked to, the buffer then begins with the first bytes that came.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<(long Received, int Quotable)> ReadAsync(Stream body, bool keepStart, CancellationToken cancellationToken)
    {
        long received = 0;
        var kept = 0;
        while (await body.ReadAsync(_buffer.AsMemory(kept), cancellationToken) is var read and > 0)
        {
            received += read;
            if (keepStart && kept < QuotedText.MostBytes)
            {
                kept = Math.Min(kept + read, QuotedText.MostBytes);
            }
        }

        return (received, kept);
    }
}
