using System.Runtime.CompilerServices;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.Http;

/// <summary>
/// The request object and the buffer of one exchange at a time, used again for the next. HttpMessageInvoker, unlike HttpClient, lets a
/// request be sent more than once; it is made anew only when a size changes.
/// </summary>
internal sealed class HttpLane(HttpCarrier carrier, bool verify) : IDisposable
{
    private const int LargestBufferBytes = 64 * 1024;

    private PayloadContent _content = new(0);
    private HttpRequestMessage? _request;
    private int _responseBytes;
    private byte[] _buffer = [];

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask ExchangeAsync(ReadOnlyMemory<byte> payload, int responseBytes, CancellationToken cancellationToken)
    {
        var request = Prepare(payload, responseBytes);
        try
        {
            using var response = await carrier.SendAsync(request, cancellationToken);
            if (response.StatusCode != System.Net.HttpStatusCode.OK)
            {
                throw await HttpRefusal.OfAsync(response, request, responseBytes, cancellationToken);
            }

            var received = await ReadAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken);
            if (received != responseBytes)
            {
                throw HttpRefusal.OfLength(request, received, responseBytes);
            }

            carrier.Complete(response);
        }
        catch (HttpProtocolException error) when (carrier.EndBehind(error, responding: true) is { } ended)
        {
            throw ended;
        }
        finally
        {
            await _content.ReleaseAsync();
        }
    }

    public void Dispose()
    {
        _request?.Dispose();
        _content.Dispose();
    }

    private HttpRequestMessage Prepare(ReadOnlyMemory<byte> payload, int responseBytes)
    {
        if (_request is null || payload.Length != _content.Length || responseBytes != _responseBytes)
        {
            Dispose();
            _content = new PayloadContent(payload.Length);
            _responseBytes = responseBytes;

            // Nothing to send is a GET, as a client that only asks would do it.
            _request = carrier.CreateRequest(payload.IsEmpty ? HttpMethod.Get : HttpMethod.Post, $"/x?r={responseBytes}");
            _request.Content = payload.IsEmpty ? null : _content;

            // One byte more than the response: an answer that is too long is seen.
            _buffer = new byte[Math.Min(responseBytes + 1, LargestBufferBytes)];
        }

        _content.Payload = payload;
        return _request;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<long> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        long received = 0;
        while (await body.ReadAsync(_buffer, cancellationToken) is var read and > 0)
        {
            Payload.VerifyIf(verify, _buffer.AsSpan(0, read), received);

            received += read;
        }

        return received;
    }
}
