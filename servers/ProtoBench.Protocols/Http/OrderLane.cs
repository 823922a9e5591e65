using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using ProtoBench.Contract;
using ProtoBench.Protocols.Shared.Codecs;

namespace ProtoBench.Protocols.Http;

/// <summary>
/// The request object and the buffers of one exchange of typed messages at a time, used again for the next, as <see cref="HttpLane"/> does
/// for bytes.
/// </summary>
internal sealed class OrderLane(HttpCarrier carrier, MessageCodec codec, EndpointSettings settings) : IDisposable
{
    /// <summary>Where typed messages are posted to.</summary>
    public const string Path = "/o";

    /// <summary>As Content-Encoding and Accept-Encoding write it (RFC 9110, 8.4.1.3).</summary>
    public const string Gzip = "gzip";

    private readonly OrderBody _body = new(codec, settings.Compress);
    private PayloadContent? _content;
    private HttpRequestMessage? _request;

    /// <summary>What the last exchange was encoded in.</summary>
    public EncodedSizes? Encoded { get; private set; }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask ExchangeAsync(int requestBytes, int responseBytes, CancellationToken cancellationToken)
    {
        var order = codec.Rent(requestBytes, OrderContent.NextId(), responseBytes);
        var id = order.Id;
        var request = Prepare(_body.Encode(order));
        codec.Return(order);
        var (plain, sent) = (_body.PlainBytes, _content!.Length);
        try
        {
            using var response = await carrier.SendAsync(request, cancellationToken);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw await HttpRefusal.OfAsync(response, request, null, cancellationToken);
            }

            await ReadAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken);
            var answer = _body.Decode(response.Content.Headers.ContentEncoding.Contains(Gzip));
            OrderContent.CheckAnswer(answer, id, responseBytes, settings.VerifyContent);
            if (Encoded is not { } known || known.Request != plain || known.Response != _body.PlainBytes)
            {
                Encoded = settings.Compress
                    ? new(plain, _body.PlainBytes, sent, _body.Whole.Length)
                    : new(plain, _body.PlainBytes, null, null);
            }

            carrier.Complete(response);
        }
        catch (HttpProtocolException error) when (carrier.EndBehind(error, responding: true) is { } ended)
        {
            throw ended;
        }
        finally
        {
            await _content!.ReleaseAsync();
        }
    }

    public void Dispose()
    {
        _request?.Dispose();
        _content?.Dispose();
    }

    private HttpRequestMessage Prepare(ReadOnlyMemory<byte> encoded)
    {
        if (_request is null || _content is null || encoded.Length != _content.Length)
        {
            Dispose();
            _content = new PayloadContent(encoded.Length);
            _content.Headers.ContentType = new MediaTypeHeaderValue(codec.MediaType);
            _request = carrier.CreateRequest(HttpMethod.Post, Path);
            _request.Content = _content;
            if (settings.Compress)
            {
                _content.Headers.ContentEncoding.Add(Gzip);
                _request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(Gzip));
            }
        }

        _content.Payload = encoded;
        return _request;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        _body.BeginReceiving();
        while (await body.ReadAsync(_body.Room(), cancellationToken) is var read and > 0)
        {
            _body.Received(read);
            if (_body.Whole.Length > CodedLimits.LargestEncodedBytes)
            {
                throw new BadResponseException($"the response is larger than {CodedLimits.LargestEncodedBytes} bytes");
            }
        }
    }
}
