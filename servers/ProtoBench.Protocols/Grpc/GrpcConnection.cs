using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using Grpc.Core;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Grpc.V1;
using ProtoBench.Protocols.Http;
using ProtoBench.Protocols.Shared.Codecs;
using ProtoBench.Protocols.Shared.MessageStreams;

namespace ProtoBench.Protocols.Grpc;

/// <summary>The client's side: a GrpcChannel over one HTTP/2 connection, one stream per call.</summary>
internal sealed class GrpcConnection
    : IBidirectionalConnection, IMessageStreamConnection, INoticedConnection, IRequestConnection, IPhasedConnection, ICodedConnection
{
    private readonly HttpCarrier _carrier;
    private readonly CarrierHandler _handler;
    private readonly CompressingChannels _channels;
    private readonly Bench.BenchClient _client;
    private readonly CallInvoker _invoker;
    private readonly ConcurrentDictionary<UserRequest, RpcLane> _requests = new();
    private readonly bool _verify;
    private readonly TimeSpan? _deadline;
    private readonly OrderCalls? _orders;

    public GrpcConnection(HttpCarrier carrier, EndpointSettings settings, TimeSpan? deadline)
    {
        _carrier = carrier;
        _handler = new CarrierHandler(carrier);
        _channels = new CompressingChannels(carrier, _handler, GrpcLibrary.LargestMessageOf(settings));
        _invoker = _channels.Of(RpcCompression.None);
        _client = new Bench.BenchClient(_invoker);
        _verify = settings.VerifyContent;
        _deadline = deadline;
        _orders = MessageCodec.Of(settings.Codec) is { } codec
            ? new OrderCalls(codec, _channels.Of(settings.Compress ? RpcCompression.Gzip : RpcCompression.None), settings)
            : null;
        var facts = carrier.Facts with
        {
            Protocol = GrpcProtocol.StandardName,
            Client = $"{GrpcLibrary.Client} over {carrier.Facts.Client}",
            More = new Dictionary<string, string>(carrier.Facts.More)
            {
                ["grpc library"] = GrpcLibrary.Client,
                ["grpc library of ProtoBench's server"] = GrpcLibrary.Server,
                ["protobuf"] = GrpcLibrary.Messages,
            },
        };
        Facts = CodedFacts.Describe(facts, settings, "gRPC unary calls", carrier.Facts.Protocol);
    }

    public ConnectionFacts Facts { get; }

    public EncodedSizes? Encoded => _orders?.Encoded;

    public ServerNotices Notices => _carrier.Notices;

    public ConnectionPhases Phases => _carrier.Phases;

    /// <summary>For calls that need no <see cref="UserRequest"/>, such as those to a server's reflection.</summary>
    public CallInvoker Invoker => _invoker;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask ExchangeAsync(ReadOnlyMemory<byte> request, int responseBytes, CancellationToken cancellationToken)
    {
        MessageSize.Check(request, responseBytes);
        cancellationToken.ThrowIfCancellationRequested();
        var options = Options(cancellationToken);
        try
        {
            if (_orders is not null)
            {
                await _orders.ExchangeAsync(request.Length, responseBytes, options);
                return;
            }

            var message = new ExchangeRequest { Payload = UnsafeByteOperations.UnsafeWrap(request), ResponseBytes = responseBytes };
            using var call = _client.ExchangeAsync(message, options);
            GrpcReply.Check(await call.ResponseAsync, responseBytes, _verify);
        }
        catch (RpcException error)
        {
            throw GrpcFailure.Translate(error, _carrier, cancellationToken, options.Deadline);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Reply> RequestAsync(UserRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var lane = _requests.GetOrAdd(request, static request => new RpcLane(request));
        var options = Options(cancellationToken);
        try
        {
            return await lane.SendAsync(_channels.Of(request.Compression), options);
        }
        catch (RpcException error)
        {
            var meaning = GrpcFailure.Translate(error, _carrier, cancellationToken, options.Deadline);
            if (meaning is not (TimeoutException or BadResponseException { InnerException: RpcException }))
            {
                throw meaning;
            }

            return lane.Expected(error.Status) ?? throw lane.Unexpected(error.Status, error);
        }
    }

    public async ValueTask<TransferTotals> DownloadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop, cancellationToken);
        var options = Options(limit.Token);
        long bytes = 0;
        long messages = 0;
        try
        {
            using var call = _client.Download(
                new DownloadRequest { MessageBytes = transfer.MessageBytes, TotalBytes = transfer.TotalBytes }, options);
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
                var payload = call.ResponseStream.Current.Payload;
                Payload.VerifyIf(_verify, payload.Span);
                bytes += payload.Length;
                messages++;
                transfer.Meter.Add(payload.Length);

                // HttpClient looks at the token only when it has to wait, and a fast server never lets it.
                limit.Token.ThrowIfCancellationRequested();
            }
        }
        catch (Exception error) when (WasInterrupted(error) && stop.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new TransferTotals(null, bytes, null, messages);
        }
        catch (RpcException error)
        {
            throw GrpcFailure.Translate(error, _carrier, cancellationToken, options.Deadline);
        }

        return bytes == transfer.TotalBytes
            ? new TransferTotals(bytes, bytes, messages, messages)
            : throw new BadResponseException($"the download ended after {bytes} of {transfer.TotalBytes} bytes");
    }

    public async ValueTask<TransferTotals> UploadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken)
    {
        var options = Options(cancellationToken);
        using var call = _client.Upload(options);
        var upload = new GrpcUpload(transfer, stop);
        var sent = await upload.SendAsync(call.RequestStream);
        try
        {
            // The response comes first: where sending has failed, it knows why.
            var reply = await call.ResponseAsync;
            return sent && reply.Bytes == upload.BytesSent
                ? new TransferTotals(upload.BytesSent, reply.Bytes, upload.MessagesSent, reply.Messages)
                : throw new BadResponseException(
                    $"the server ended the upload by itself, having counted {reply.Bytes} of {upload.BytesSent} bytes");
        }
        catch (RpcException error)
        {
            throw GrpcFailure.Translate(error, _carrier, cancellationToken, options.Deadline);
        }
    }

    public IBidirectionalCall OpenCall(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var options = Options(cancellationToken);
        return new GrpcDuplexCall(_client.Converse(options), _carrier, _verify, options.Deadline, cancellationToken);
    }

    public ValueTask<IMessageStream> OpenStreamAsync(string application, CancellationToken cancellationToken)
    {
        ApplicationHost.Check(application);
        cancellationToken.ThrowIfCancellationRequested();
        var ending = new CancellationTokenSource();
        var options = Options(ending.Token).WithHeaders(new Metadata { { GrpcMessageStream.ApplicationHeader, application } });
        return ValueTask.FromResult<IMessageStream>(new GrpcMessageStream(_client.Messages(options), ending, _carrier, options.Deadline));
    }

    public async ValueTask DisposeAsync()
    {
        await _carrier.DisposeAsync();
        _channels.Dispose();
        _handler.Dispose();
    }

    private static bool WasInterrupted(Exception error) =>
        error is OperationCanceledException || (error is RpcException call && GrpcFailure.MayBeInterruption(call));

    // The library wants the time of day at which the call is over; the clock is read only for it.
    private CallOptions Options(CancellationToken cancellationToken) =>
        new(deadline: _deadline is { } limit ? DateTime.UtcNow + limit : null, cancellationToken: cancellationToken);
}
