using System.Buffers;
using System.Diagnostics;
using Grpc.Core;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;

namespace ProtoBench.Protocols.Grpc;

/// <summary>
/// A user's request as a call of any service: its messages are bytes already, and what comes back is counted and dropped. Shared by all
/// lanes of a connection.
/// </summary>
/// <remarks>
/// The first byte is there when the response's headers have been read; the request is sent when the library had taken all of it.
/// </remarks>
internal sealed class RpcLane
{
    private const string BinarySuffix = "-bin";

    private static readonly Marshaller<SentMessage> Sent = new(
        static (message, context) =>
        {
            context.SetPayloadLength(message.Bytes.Length);
            context.GetBufferWriter().Write(message.Bytes.Span);
            context.Complete();
        },
        static _ => throw new NotSupportedException("a client does not read requests"));

    private static readonly Marshaller<ReceivedMessage> Received = new(
        static (_, _) => throw new NotSupportedException("a client does not write responses"),
        static context => new ReceivedMessage(context.PayloadLength));

    private readonly UserRequest _asked;
    private readonly Method<SentMessage, ReceivedMessage> _method;
    private readonly SentMessage[] _messages;
    private readonly Metadata? _metadata;

    /// <exception cref="ArgumentException">The target is no method, or a header no metadata.</exception>
    public RpcLane(UserRequest asked)
    {
        _asked = asked;
        if (asked.Target.Split('/') is not ["", { Length: > 0 } service, { Length: > 0 } name])
        {
            throw new ArgumentException(
                $"'{asked.Target}' of the request '{asked.Name}' is no method of gRPC's; write rpc: package.Service/Method", nameof(asked));
        }

        if (!asked.Streams.FromClient && asked.Messages.Count > 1)
        {
            throw new ArgumentException(
                $"the request '{asked.Name}' has {asked.Messages.Count} messages, and {service}/{name} takes one", nameof(asked));
        }

        _method = new Method<SentMessage, ReceivedMessage>(KindOf(asked.Streams), service, name, Sent, Received);
        _messages = [.. asked.Messages.Select(message => new SentMessage(message))];
        _metadata = asked is { Headers.Count: 0, Compression: RpcCompression.None } ? null : MetadataOf(asked);
    }

    /// <exception cref="RpcException">The call did not end with OK; translated by the caller.</exception>
    /// <exception cref="BadResponseException">It ended with OK, but without the one message that it owes.</exception>
    public async ValueTask<Reply> SendAsync(CallInvoker invoker, CallOptions options)
    {
        options = _metadata is null ? options : options.WithHeaders(_metadata);
        if (_method.Type is MethodType.Unary or MethodType.ServerStreaming)
        {
            return await SendOneAsync(invoker, options);
        }

        if (_method.Type == MethodType.ClientStreaming)
        {
            using var upload = invoker.AsyncClientStreamingCall(_method, null, options);
            await SendAllAsync(upload.RequestStream);
            var taken = Stopwatch.GetTimestamp();
            await upload.ResponseHeadersAsync;
            var began = Stopwatch.GetTimestamp();
            return Answer((await upload.ResponseAsync).Bytes, taken, began);
        }

        using var call = invoker.AsyncDuplexStreamingCall(_method, null, options);

        // Responses are read while requests leave: a server may stop reading until its responses are taken.
        var sending = SendAllAsync(call.RequestStream);
        await call.ResponseHeadersAsync;
        var firstByteAt = Stopwatch.GetTimestamp();
        var bytes = await CountAsync(call.ResponseStream);
        await sending;
        return Answer(bytes, 0, firstByteAt);
    }

    /// <summary>What the server said, where it is what was expected.</summary>
    public Reply? Expected(Status status) =>
        _asked.Expected.Contains((int)status.StatusCode) ? new Reply((int)status.StatusCode, 0) : null;

    /// <summary>Any other status, told with the server's message.</summary>
    public UnexpectedStatusException Unexpected(Status status, Exception error) => RpcOutcome.Unexpected(_asked, status, error);

    private async ValueTask<Reply> SendOneAsync(CallInvoker invoker, CallOptions options)
    {
        // A message without a field is no byte long (protobuf's encoding).
        var message = _messages is [var only, ..] ? only : new SentMessage(default);
        if (_method.Type == MethodType.Unary)
        {
            using var unary = invoker.AsyncUnaryCall(_method, null, options, message);
            var sentAt = Stopwatch.GetTimestamp();
            await unary.ResponseHeadersAsync;
            var firstByteAt = Stopwatch.GetTimestamp();
            return Answer((await unary.ResponseAsync).Bytes, sentAt, firstByteAt);
        }

        using var call = invoker.AsyncServerStreamingCall(_method, null, options, message);
        var taken = Stopwatch.GetTimestamp();
        await call.ResponseHeadersAsync;
        var began = Stopwatch.GetTimestamp();
        return Answer(await CountAsync(call.ResponseStream), taken, began);
    }

    private Reply Answer(long bytes, long sentAt, long firstByteAt) => _asked.Expected.Contains((int)StatusCode.OK)
        ? new Reply((int)StatusCode.OK, bytes, Math.Min(sentAt, firstByteAt), firstByteAt)
        : throw Unexpected(new Status(StatusCode.OK, ""), new BadResponseException("the call succeeded"));

    private async Task SendAllAsync(IClientStreamWriter<SentMessage> stream)
    {
        try
        {
            foreach (var message in _messages)
            {
                await stream.WriteAsync(message);
            }

            await stream.CompleteAsync();
        }
        catch (Exception error) when (error is RpcException or InvalidOperationException)
        {
            // The server has ended the call before it had everything; its status says why, and whoever reads the response gets it.
        }
    }

    private static async ValueTask<long> CountAsync(IAsyncStreamReader<ReceivedMessage> stream)
    {
        long bytes = 0;
        while (await stream.MoveNext(CancellationToken.None))
        {
            bytes += stream.Current.Bytes;
        }

        return bytes;
    }

    private static MethodType KindOf(RpcStreams streams) => streams switch
    {
        { FromClient: true, FromServer: true } => MethodType.DuplexStreaming,
        { FromClient: true } => MethodType.ClientStreaming,
        { FromServer: true } => MethodType.ServerStreaming,
        _ => MethodType.Unary,
    };

    private static Metadata MetadataOf(UserRequest asked)
    {
        var metadata = new Metadata();
        if (asked.Compression != RpcCompression.None)
        {
            // How the library is told to compress a call's messages; it keeps the entry to itself.
            metadata.Add("grpc-internal-encoding-request", CompressingChannels.NameOf(asked.Compression));
        }

        foreach (var (name, value) in asked.Headers)
        {
            try
            {
                // Bytes are written in base64, as they go over the wire (gRPC over HTTP/2, "Custom-Metadata").
                if (name.EndsWith(BinarySuffix, StringComparison.OrdinalIgnoreCase))
                {
                    metadata.Add(name, Convert.FromBase64String(value));
                }
                else
                {
                    metadata.Add(name, value);
                }
            }
            catch (Exception error) when (error is ArgumentException or FormatException)
            {
                throw new ArgumentException(
                    $"the header '{name}' of the request '{asked.Name}' is no metadata of gRPC's: {error.Message}", nameof(asked), error);
            }
        }

        return metadata;
    }

    /// <summary>A request's message; the library takes classes only.</summary>
    private sealed record SentMessage(ReadOnlyMemory<byte> Bytes);

    /// <summary>A response, of which only the length is kept.</summary>
    private sealed record ReceivedMessage(long Bytes);
}
