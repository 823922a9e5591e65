using System.Buffers;
using BenchmarkDotNet.Attributes;
using ProtoBench.Contract;
using ProtoBench.Protocols.Shared.Codecs;

namespace ProtoBench.Benchmarks;

/// <summary>
/// What typed messages cost either side: each is encoded once and decoded once. What is received is a new object, as the libraries make
/// it; what is sent is used again.
/// </summary>
[MemoryDiagnoser]
public class CodecBenchmarks
{
    private readonly ArrayBufferWriter<byte> _writer = new();
    private MessageCodec _codec = null!;
    private IOrder _order = null!;
    private ReadOnlySequence<byte> _encoded;

    [Params(Codec.Json, Codec.Protobuf)]
    public Codec Codec { get; set; }

    /// <summary>Of the values alone, without names, separators and lengths.</summary>
    [Params(64, 4096)]
    public int ContentBytes { get; set; }

    [GlobalSetup]
    public void Begin()
    {
        _codec = MessageCodec.Of(Codec)!;
        _order = _codec.Rent(ContentBytes, OrderContent.NextId(), ContentBytes);
        Encode();
        _encoded = new ReadOnlySequence<byte>(_writer.WrittenMemory.ToArray());
    }

    [Benchmark]
    public int Encode()
    {
        _writer.ResetWrittenCount();
        _codec.Encode(_order, _writer);
        return _writer.WrittenCount;
    }

    /// <summary>Decoded, and its size and last line compared, as each exchange does.</summary>
    [Benchmark]
    public int Decode()
    {
        var order = _codec.Decode(_encoded);
        OrderContent.Check(order, verify: false);
        return OrderContent.SizeOf(order);
    }
}
