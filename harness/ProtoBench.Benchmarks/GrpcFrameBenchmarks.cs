using System.Buffers;
using BenchmarkDotNet.Attributes;
using Google.Protobuf;
using ProtoBench.Protocols;
using ProtoBench.Protocols.Grpc;
using ProtoBench.Protocols.Grpc.V1;

namespace ProtoBench.Benchmarks;

/// <summary>
/// What gRPC pays for its messages and their 5-byte prefix, the way client and server do it. The rows whose names begin with Protobuf do only
/// what the protobuf library forces on every caller; what the others allocate beyond that would be ours, and must be nothing.
/// </summary>
[MemoryDiagnoser]
public class GrpcFrameBenchmarks : IDisposable
{
    private readonly ArrayBufferWriter<byte> _frame = new();
    private readonly GrpcMessageContent _content = new();
    private readonly ExchangeRequest _request = new();
    private readonly GrpcResponseReader _replies = new(bufferBytes: 4 * 1024);
    private byte[] _payload = [];
    private byte[] _requestFrame = [];
    private byte[] _replyFrame = [];
    private ExchangeReply _reply = new();
    private MemoryStream _body = new();
    private GrpcRequestReader _requests;

    [Params(64, 64 * 1024)]
    public int PayloadBytes { get; set; }

    [GlobalSetup]
    public void Begin()
    {
        _payload = Payload.Create(PayloadBytes);
        _requestFrame = Framed(new ExchangeRequest { Payload = SharedPayload.Of(PayloadBytes), ResponseBytes = PayloadBytes });
        _reply = new ExchangeReply { Payload = SharedPayload.Of(PayloadBytes) };
        _replyFrame = Framed(_reply);
        _body = new MemoryStream(_replyFrame, writable: false);
        _requests = new GrpcRequestReader(new RepeatingPipeReader(_requestFrame), Encoding: null, CancellationToken.None);
    }

    /// <summary>Client: payload into a request object, that into a frame.</summary>
    [Benchmark]
    public void SerialiseRequest()
    {
        _request.Payload = UnsafeByteOperations.UnsafeWrap(_payload);
        _request.ResponseBytes = PayloadBytes;
        _content.Message(_request);
    }

    /// <summary>A view of bytes is an object.</summary>
    [Benchmark]
    public ByteString ProtobufWrapsPayload() => UnsafeByteOperations.UnsafeWrap(_payload);

    /// <summary>Server: frame into a request object.</summary>
    [Benchmark]
    public async ValueTask<int> ParseRequest() => (await _requests.ReadAsync(ExchangeRequest.Parser))!.Payload.Length;

    /// <summary>A new message, a new view, a copy of the payload.</summary>
    [Benchmark]
    public int ProtobufParsesRequest() => ExchangeRequest.Parser.ParseFrom(_requestFrame.AsSpan(GrpcFrame.PrefixBytes)).Payload.Length;

    /// <summary>Server: reply object into a frame.</summary>
    [Benchmark]
    public int SerialiseReply()
    {
        _frame.ResetWrittenCount();
        GrpcFrame.Write(_frame, _reply);
        return _frame.WrittenCount;
    }

    /// <summary>Client: a reply's frame out of the body, without looking into the message.</summary>
    [Benchmark]
    public async ValueTask<int> ReadReply() => (await NextReplyAsync()).Length;

    /// <summary>Client: frame into a reply object.</summary>
    [Benchmark]
    public async ValueTask<int> ParseReply() => GrpcResponse.Parse(ExchangeReply.Parser, await NextReplyAsync()).Payload.Length;

    /// <inheritdoc cref="ProtobufParsesRequest"/>
    [Benchmark]
    public int ProtobufParsesReply() => ExchangeReply.Parser.ParseFrom(_replyFrame.AsSpan(GrpcFrame.PrefixBytes)).Payload.Length;

    [GlobalCleanup]
    public void Dispose()
    {
        _content.Dispose();
        _body.Dispose();
        GC.SuppressFinalize(this);
    }

    private async ValueTask<ReadOnlyMemory<byte>> NextReplyAsync()
    {
        _body.Position = 0;
        _replies.Open(_body);
        return await _replies.ReadAsync(CancellationToken.None) ?? throw new InvalidOperationException("the body has no message");
    }

    private static byte[] Framed(IMessage message)
    {
        var writer = new ArrayBufferWriter<byte>();
        GrpcFrame.Write(writer, message);
        return writer.WrittenSpan.ToArray();
    }
}
