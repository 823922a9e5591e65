using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http.Features;
using ProtoBench.Contract;
using ProtoBench.Protocols.Shared.Codecs;

namespace ProtoBench.Protocols.Http;

/// <summary>
/// The server's side of exchanges of typed messages: decodes the order in a request's body, and answers with one in the same codec. A
/// request in gzip is decompressed, and an answer compressed where the request accepts it.
/// </summary>
/// <param name="settings">Of the server.</param>
/// <param name="mustFlush">See <see cref="HttpRoutes"/>.</param>
internal sealed class OrderRoute(EndpointSettings settings, bool mustFlush)
{
    private readonly ServerWork _work = new(settings.ServerWork);
    private readonly ConcurrentQueue<OrderBody>[] _idle = [new(), new(), new(), new()];

    /// <exception cref="BadResponseException">The request is no order.</exception>
    public async Task AnswerAsync(IFeatureCollection features)
    {
        var asked = features.GetRequiredFeature<IHttpRequestFeature>().Headers;
        var codec = MessageCodec.Of((string?)asked.ContentType)
            ?? throw new BadResponseException($"there is no codec for '{asked.ContentType}'");
        var compress = asked.AcceptEncoding == OrderLane.Gzip;
        var idle = _idle[(codec is JsonCodec ? 0 : 1) + (compress ? 2 : 0)];
        if (!idle.TryDequeue(out var body))
        {
            body = new OrderBody(codec, compress);
        }

        var order = await ReadAsync(features, body, asked.ContentEncoding == OrderLane.Gzip);
        var answer = codec.Answer(order, settings.VerifyContent);
        _work.Do();
        var encoded = body.Encode(answer);
        codec.Return(answer);
        await SendAsync(features, encoded, codec, compress);
        idle.Enqueue(body);
    }

    private static async ValueTask<IOrder> ReadAsync(IFeatureCollection features, OrderBody body, bool compressed)
    {
        var reader = features.GetRequiredFeature<IRequestBodyPipeFeature>().Reader;
        body.BeginReceiving();
        while (true)
        {
            var read = await reader.ReadAsync();
            try
            {
                if (read.IsCompleted && body.Whole.IsEmpty)
                {
                    // All of it is there, as with small messages: decoded where it lies.
                    return body.Decode(read.Buffer, compressed);
                }

                body.Receive(read.Buffer);
            }
            finally
            {
                reader.AdvanceTo(read.Buffer.End);
            }

            if (body.Whole.Length > CodedLimits.LargestEncodedBytes)
            {
                throw new BadResponseException($"the request is larger than {CodedLimits.LargestEncodedBytes} bytes");
            }

            if (read.IsCompleted)
            {
                return body.Decode(compressed);
            }
        }
    }

    private async ValueTask SendAsync(IFeatureCollection features, ReadOnlyMemory<byte> encoded, MessageCodec codec, bool compressed)
    {
        var headers = features.GetRequiredFeature<IHttpResponseFeature>().Headers;
        headers.ContentType = codec.MediaType;
        headers.ContentLength = encoded.Length;
        if (compressed)
        {
            headers.ContentEncoding = OrderLane.Gzip;
        }

        var writer = features.GetRequiredFeature<IHttpResponseBodyFeature>().Writer;
        if (encoded.Length <= PayloadBlocks.LargestBytes && !mustFlush)
        {
            // As bytes are: headers, body and end go together when the handler is done.
            writer.Write(encoded.Span);
            return;
        }

        for (; !encoded.IsEmpty; encoded = encoded[Math.Min(encoded.Length, PayloadBlocks.LargestBytes)..])
        {
            await writer.WriteAsync(encoded[..Math.Min(encoded.Length, PayloadBlocks.LargestBytes)]);
        }
    }
}
