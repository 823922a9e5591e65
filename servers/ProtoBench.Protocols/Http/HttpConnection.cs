using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Shared.Codecs;

namespace ProtoBench.Protocols.Http;

/// <summary>The client's side of <see cref="HttpRoutes"/>.</summary>
internal class HttpConnection : INoticedConnection, IRequestConnection, IPhasedConnection, IEventRequestConnection, ICodedConnection
{
    private readonly HttpCarrier _carrier;
    private readonly EndpointSettings _settings;
    private readonly bool _verify;
    private readonly MessageCodec? _codec;
    private readonly ConcurrentQueue<OrderLane> _idleOrders = new();

    // As many lanes as exchanges have ever overlapped; a queue because it recycles its segments instead of allocating nodes.
    private readonly ConcurrentQueue<HttpLane> _idleLanes = new();

    // The same for each of the user's requests.
    private readonly ConcurrentDictionary<UserRequest, ConcurrentQueue<RequestLane>> _idleRequests = new();

    public HttpConnection(HttpCarrier carrier, EndpointSettings settings)
    {
        _carrier = carrier;
        _settings = settings;
        _verify = settings.VerifyContent;
        _codec = MessageCodec.Of(settings.Codec);
        Facts = CodedFacts.Describe(carrier.Facts, settings, "plain HTTP POST", carrier.Facts.Protocol);
    }

    public ConnectionFacts Facts { get; }

    public EncodedSizes? Encoded { get; private set; }

    public ServerNotices Notices => _carrier.Notices;

    public ConnectionPhases Phases => _carrier.Phases;

    public ValueTask ExchangeAsync(ReadOnlyMemory<byte> request, int responseBytes, CancellationToken cancellationToken) =>
        _codec is null
            ? ExchangeBytesAsync(request, responseBytes, cancellationToken)
            : ExchangeOrdersAsync(_codec, request, responseBytes, cancellationToken);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ExchangeBytesAsync(ReadOnlyMemory<byte> request, int responseBytes, CancellationToken cancellationToken)
    {
        MessageSize.Check(request, responseBytes);
        cancellationToken.ThrowIfCancellationRequested();
        if (!_idleLanes.TryDequeue(out var lane))
        {
            lane = new HttpLane(_carrier, _verify);
        }

        // A lane whose exchange failed is dropped: HttpClient may still hold its request.
        await lane.ExchangeAsync(request, responseBytes, cancellationToken);
        _idleLanes.Enqueue(lane);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ExchangeOrdersAsync(
        MessageCodec codec, ReadOnlyMemory<byte> request, int responseBytes, CancellationToken cancellationToken)
    {
        MessageSize.Check(request, responseBytes);
        cancellationToken.ThrowIfCancellationRequested();
        if (!_idleOrders.TryDequeue(out var lane))
        {
            lane = new OrderLane(_carrier, codec, _settings);
        }

        await lane.ExchangeAsync(request.Length, responseBytes, cancellationToken);
        Encoded = lane.Encoded;
        _idleOrders.Enqueue(lane);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Reply> RequestAsync(UserRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var idle = _idleRequests.GetOrAdd(request, static _ => new ConcurrentQueue<RequestLane>());
        if (!idle.TryDequeue(out var lane))
        {
            lane = new RequestLane(_carrier, request);
        }

        try
        {
            var reply = await lane.SendAsync(cancellationToken);
            idle.Enqueue(lane);
            return reply;
        }
        catch (UnexpectedStatusException)
        {
            // Complete all the same. After any other failure HttpClient may still hold the request.
            idle.Enqueue(lane);
            throw;
        }
    }

    public ValueTask<IMessageSource> RequestEventsAsync(
        string application, ReadOnlyMemory<byte> first, AnswerForm form, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var answer = new AnswerBytes(_carrier, EventRequest.Target(application, first), EventRequest.Accept(form));
        return ValueTask.FromResult(EventRequest.Read(answer, form));
    }

    public async ValueTask<TransferTotals> DownloadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken)
    {
        var total = transfer.TotalBytes == long.MaxValue ? "" : $"&t={transfer.TotalBytes}";
        using var request = _carrier.CreateRequest(HttpMethod.Get, $"/d?m={transfer.MessageBytes}{total}");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop, cancellationToken);
        long received = 0;
        try
        {
            using var response = await _carrier.SendAsync(request, limit.Token);
            await RequireOkAsync(response, limit.Token);
            await using var body = await response.Content.ReadAsStreamAsync(limit.Token);
            var buffer = new byte[PayloadBlocks.LargestBytes * 4];
            while (await body.ReadAsync(buffer, limit.Token) is var read and > 0)
            {
                Payload.VerifyIf(_verify, buffer.AsSpan(0, read), received);
                received += read;
                transfer.Meter.Add(read, messages: 0);

                // HttpClient looks at the token only when it has to wait, and a fast server never lets it.
                limit.Token.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return TransferTotals.OfByteStream(null, received, transfer.MessageBytes);
        }

        return received == transfer.TotalBytes
            ? TransferTotals.OfByteStream(received, received, transfer.MessageBytes)
            : throw new BadResponseException($"the download ended after {received} of {transfer.TotalBytes} bytes");
    }

    public async ValueTask<TransferTotals> UploadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken)
    {
        using var request = _carrier.CreateRequest(HttpMethod.Post, "/u");
        using var content = new UploadContent(transfer, stop);
        request.Content = content;
        using var response = await _carrier.SendAsync(request, cancellationToken);
        await RequireOkAsync(response, cancellationToken);
        var answer = await response.Content.ReadAsStringAsync(cancellationToken);
        return long.TryParse(answer, NumberStyles.None, CultureInfo.InvariantCulture, out var received)
            ? TransferTotals.OfByteStream(content.BytesSent, received, transfer.MessageBytes)
            : throw new BadResponseException($"the server answered the upload with '{answer}' instead of a count");
    }

    protected HttpCarrier Carrier => _carrier;

    public async ValueTask DisposeAsync()
    {
        await _carrier.DisposeAsync();
        while (_idleLanes.TryDequeue(out var lane))
        {
            lane.Dispose();
        }

        while (_idleOrders.TryDequeue(out var orders))
        {
            orders.Dispose();
        }

        foreach (var idle in _idleRequests.Values)
        {
            while (idle.TryDequeue(out var request))
            {
                request.Dispose();
            }
        }
    }

    /// <exception cref="BadResponseException">Any status but 200; the message quotes what the server says about it.</exception>
    internal static async ValueTask RequireOkAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw await HttpRefusal.OfAsync(response, response.RequestMessage, null, cancellationToken);
        }
    }
}
