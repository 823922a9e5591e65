using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using ProtoBench.Contract;
using ProtoBench.Contract.Duplicates;
using ProtoBench.Protocols.Shared.MessageStreams;

namespace ProtoBench.Protocols.Http;

/// <summary>
/// What an HTTP server answers, whatever the version: <c>/</c> says what else there is, <c>/x?r=N</c> reads any request body and answers N
/// payload bytes, <c>/d?m=WRITE&amp;t=TOTAL</c> sends TOTAL payload bytes (without <c>t</c>: until the client goes), <c>/u</c> counts the
/// request body and answers the count in decimal, <c>/m/NAME</c> runs an application on messages in the request's and the response's body
/// (<see cref="FramedMessageStream"/>), <c>/e/NAME?q=HEX</c> answers what an application sends, whole or as text/event-stream, <c>/o</c>
/// answers a typed message (<see cref="OrderRoute"/>).
/// </summary>
/// <param name="uploads">Counts upload payload as it arrives.</param>
/// <param name="settings">As given to <see cref="IProtocol.ListenAsync"/>.</param>
/// <param name="mustFlush">Kestrel's HTTP/3 (10.0.12) drops body bytes that are written but not flushed when the handler ends; HTTP/1.1 and
/// HTTP/2 send them.</param>
internal sealed class HttpRoutes(TransferMeter uploads, EndpointSettings settings, bool mustFlush = false)
{
    /// <summary>What the path of a stream of messages begins with.</summary>
    public const string MessagesPath = "/m/";

    private const int Ok = 200;
    private const int BadRequest = 400;
    private const int NotFound = 404;

    private const string Welcome = """
        /x?r=BYTES        reads what is sent and answers with that many bytes
        /d?m=BYTES&t=ALL  sends so many bytes in writes of that size
        /u                counts what is sent
        /m/NAME           messages to and from an application, over HTTP/2 and HTTP/3
        /e/NAME?q=HEX     what an application answers to that message, at once or as text/event-stream
        /o                answers an order in JSON or Protobuf with one

        """;

    private readonly bool _verify = settings.VerifyContent;
    private readonly ServerWork _work = new(settings.ServerWork, settings.Requests);
    private readonly OrderRoute _orders = new(settings, mustFlush);

    public Task HandleAsync(IFeatureCollection features)
    {
        var target = new RequestTarget(features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        switch (target.Path)
        {
            case "/x":
                return target.Number('r') is <= int.MaxValue and { } responseBytes
                    ? ExchangeAsync(features, responseBytes)
                    : RefuseAsync(features, BadRequest, "/x needs ?r= with the length of the response");
            case "/d":
                return target.Number('m') is > 0 and <= int.MaxValue and { } writeBytes
                    ? DownloadAsync(features, (int)writeBytes, target.Number('t'))
                    : RefuseAsync(features, BadRequest, "/d needs ?m= with the length of a write");
            case "/u":
                return UploadAsync(features);
            case OrderLane.Path:
                return OrderAsync(features);
            case "/":
                var spoken = features.GetRequiredFeature<IHttpRequestFeature>().Protocol;
                return AnswerTextAsync(features, Ok, $"This is a server of ProtoBench; you speak {spoken} with it.\n{Welcome}");
            default:
                if (target.Path.StartsWith(EventRequest.Path, StringComparison.Ordinal))
                {
                    return target.Bytes('q') is { } first
                        ? AnswerEventsAsync(features, target.Path[EventRequest.Path.Length..].ToString(), first)
                        : RefuseAsync(features, BadRequest, "/e/NAME needs ?q= with a message in hexadecimal digits\n");
                }

                return target.Path.StartsWith(MessagesPath, StringComparison.Ordinal)
                    ? RunApplicationAsync(features, target.Path[MessagesPath.Length..].ToString())
                    : RefuseAsync(features, NotFound, "the paths are /, /x, /d, /u, /o, /m/ and /e/\n");
        }
    }

    private async Task ExchangeAsync(IFeatureCollection features, long responseBytes)
    {
        RequestId id = default;
        if (HasBody(features))
        {
            try
            {
                id = _work.ReadsIds ? await PeekIdAsync(features) : default;
                await ReadBodyAsync(features, meter: null);
            }
            catch (BadResponseException error)
            {
                await RefuseAsync(features, BadRequest, error.Message);
                return;
            }
        }

        if (!_work.TryDo(id))
        {
            // The connection with every stream of HTTP/2, where a request's own Abort would end one. A limit of 0 s makes closing a reset.
            features.GetRequiredFeature<IConnectionSocketFeature>().Socket.Close(timeout: 0);
            features.GetRequiredFeature<IConnectionLifetimeFeature>().Abort();
            return;
        }

        var response = features.GetRequiredFeature<IHttpResponseFeature>();
        response.Headers.ContentLength = responseBytes;
        await SendPayloadAsync(features, responseBytes, PayloadBlocks.LargestBytes);
    }

    private async Task OrderAsync(IFeatureCollection features)
    {
        try
        {
            await _orders.AnswerAsync(features);
        }
        catch (BadResponseException error)
        {
            await RefuseAsync(features, BadRequest, error.Message);
        }
    }

    private Task DownloadAsync(IFeatureCollection features, int writeBytes, long? totalBytes)
    {
        features.GetRequiredFeature<IHttpResponseFeature>().Headers.ContentLength = totalBytes;
        return SendPayloadAsync(features, totalBytes ?? long.MaxValue, writeBytes);
    }

    private async Task UploadAsync(IFeatureCollection features)
    {
        long received = 0;
        try
        {
            received = HasBody(features) ? await ReadBodyAsync(features, uploads) : 0;
        }
        catch (BadResponseException error)
        {
            await RefuseAsync(features, BadRequest, error.Message);
            return;
        }

        await AnswerTextAsync(features, Ok, received.ToString(CultureInfo.InvariantCulture));
    }

    private async Task RunApplicationAsync(IFeatureCollection features, string name)
    {
        // The client waits for the headers before it reads, and the application may want to read first.
        await features.GetRequiredFeature<IHttpResponseBodyFeature>().StartAsync();
        await features.GetRequiredFeature<IHttpResponseBodyFeature>().Writer.FlushAsync();
        var lifetime = features.GetRequiredFeature<IHttpRequestLifetimeFeature>();
        var reader = features.GetRequiredFeature<IRequestBodyPipeFeature>().Reader;
        var stream = new FramedMessageStream(
            new BodyDuplex(reader, features.GetRequiredFeature<IHttpResponseBodyFeature>().Writer, lifetime));
        await ApplicationHost.RunAsync(settings.Applications, name, stream, stream.FailAsync, lifetime.RequestAborted);
        await ReadToEndAsync(reader);
    }

    private async Task AnswerEventsAsync(IFeatureCollection features, string name, byte[] first)
    {
        var lifetime = features.GetRequiredFeature<IHttpRequestLifetimeFeature>();
        var asked = features.GetRequiredFeature<IHttpRequestFeature>().Headers.Accept.ToString();
        var headers = features.GetRequiredFeature<IHttpResponseFeature>().Headers;
        if (asked != EventRequest.EventStream)
        {
            headers.ContentType = EventRequest.Whole;
            var answer = new FramedMessageStream(new AnswerDuplex(FramedMessageStream.Frame(first), features, mustFlush));
            await ApplicationHost.RunAsync(settings.Applications, name, answer, answer.FailAsync, UntilGone(features, lifetime));
            return;
        }

        headers.ContentType = EventRequest.EventStream;
        headers.CacheControl = "no-store";
        var body = features.GetRequiredFeature<IHttpResponseBodyFeature>();
        await body.StartAsync();
        await body.Writer.FlushAsync();
        var events = new TextEventStream(first, body.Writer, lifetime);
        await ApplicationHost.RunAsync(settings.Applications, name, events, events.FailAsync, UntilGone(features, lifetime));
    }

    // A client that has sent its whole request can only stop the answer (STOP_SENDING), and of that Kestrel (10.0.12) tells a handler at
    // its next write. One that waits for an event learns it from the stream's end.
    private static CancellationToken UntilGone(IFeatureCollection features, IHttpRequestLifetimeFeature lifetime)
    {
        if (features.Get<IStreamClosedFeature>() is not { } stream)
        {
            return lifetime.RequestAborted;
        }

#pragma warning disable CA2000 // The stream may end after its request.
        var gone = new CancellationTokenSource();
#pragma warning restore CA2000
        stream.OnClosed(static closed => ((CancellationTokenSource)closed!).Cancel(), gone);
        lifetime.RequestAborted.UnsafeRegister(static aborted => ((CancellationTokenSource)aborted!).Cancel(), gone);
        return gone.Token;
    }

    // A client's last message is not yet the end of its request. Kestrel answers a request that its handler leaves unread with STOP_SENDING
    // (RFC 9114, section 4.1), the client's stack with RESET_STREAM, and that ends a response of which a part was still to be sent.
    private static async ValueTask ReadToEndAsync(PipeReader reader)
    {
        try
        {
            while (await reader.ReadAsync() is { IsCompleted: false, IsCanceled: false } read)
            {
                reader.AdvanceTo(read.Buffer.End);
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // The client is gone.
        }
    }

    private static bool HasBody(IFeatureCollection features) =>
        features.GetRequiredFeature<IHttpRequestBodyDetectionFeature>().CanHaveBody;

    private async ValueTask<long> ReadBodyAsync(IFeatureCollection features, TransferMeter? meter)
    {
        var reader = features.GetRequiredFeature<IRequestBodyPipeFeature>().Reader;
        long received = 0;
        while (true)
        {
            var read = await reader.ReadAsync();
            var length = read.Buffer.Length;
            try
            {
                if (_verify)
                {
                    VerifyFrom(received, read);
                }
            }
            finally
            {
                reader.AdvanceTo(read.Buffer.End);
            }

            received += length;
            if (length > 0)
            {
                meter?.Add(length);
            }

            if (read.IsCompleted)
            {
                return received;
            }
        }
    }

    // Leaves the body as it is.
    private static async ValueTask<RequestId> PeekIdAsync(IFeatureCollection features)
    {
        var reader = features.GetRequiredFeature<IRequestBodyPipeFeature>().Reader;
        while (true)
        {
            var read = await reader.ReadAsync();
            var enough = read.Buffer.Length >= RequestId.Bytes || read.IsCompleted;
            var id = enough ? RequestId.Read(read.Buffer) : default;
            reader.AdvanceTo(read.Buffer.Start, enough ? read.Buffer.Start : read.Buffer.End);
            if (enough)
            {
                return id;
            }
        }
    }

    private static void VerifyFrom(long offset, ReadResult read)
    {
        foreach (var segment in read.Buffer)
        {
            Payload.Verify(segment.Span, offset);
            offset += segment.Length;
        }
    }

    private async Task SendPayloadAsync(IFeatureCollection features, long totalBytes, int writeBytes)
    {
        var writer = features.GetRequiredFeature<IHttpResponseBodyFeature>().Writer;
        if (totalBytes <= Math.Min(writeBytes, PayloadBlocks.LargestBytes))
        {
            // Kestrel sends headers, body and end together when the handler is done: one system call, and on HTTP/2 one DATA frame.
            writer.Write(PayloadBlocks.At(0, totalBytes).Span);
            if (mustFlush)
            {
                await writer.FlushAsync();
            }

            return;
        }

        var lifetime = features.GetRequiredFeature<IHttpRequestLifetimeFeature>();
        for (long sent = 0; sent < totalBytes;)
        {
            // After an abort Kestrel swallows writes and reports success, so only its token ends an endless download.
            lifetime.RequestAborted.ThrowIfCancellationRequested();
            var block = PayloadBlocks.At(sent, Math.Min(writeBytes - (sent % writeBytes), totalBytes - sent));
            await writer.WriteAsync(block);
            sent += block.Length;
        }
    }

    private static Task RefuseAsync(IFeatureCollection features, int status, string why) => AnswerTextAsync(features, status, why);

    private static async Task AnswerTextAsync(IFeatureCollection features, int status, string text)
    {
        var response = features.GetRequiredFeature<IHttpResponseFeature>();
        response.StatusCode = status;
        var bytes = Encoding.UTF8.GetBytes(text);
        response.Headers.ContentLength = bytes.Length;
        await features.GetRequiredFeature<IHttpResponseBodyFeature>().Writer.WriteAsync(bytes);
    }
}
