using BenchmarkDotNet.Attributes;
using ProtoBench.Protocols.Lean.Exchanges;
using ProtoBench.Protocols.Lean.Hpack;
using ProtoBench.Protocols.Lean.Http1;
using ProtoBench.Protocols.Lean.Http2;

namespace ProtoBench.Benchmarks;

/// <summary>What the lean clients do for an exchange beside system calls. Nothing may be allocated.</summary>
[MemoryDiagnoser]
public class LeanBenchmarks
{
    // As Kestrel answers: status 200, a length and a date of its table.
    private static readonly byte[] Block = Convert.FromHexString("880f0d023634be");
    private static readonly byte[] Huffman = Convert.FromHexString("d07abe941054d444a8200595040b8166e082a62d1bff");

    private static readonly byte[] Response =
        [.. "HTTP/1.1 200 OK\r\nContent-Length: 64\r\nDate: Sat, 28 Nov 2026 12:00:00 GMT\r\n\r\n"u8, .. new byte[64]];

    private readonly HpackDecoder _decoder = new(4096);
    private readonly Sink _sink = new();
    private readonly byte[] _decoded = new byte[64];
    private readonly FrameBuffer _buffer = new();
    private readonly LeanRequest _request = LeanRequest.Exchange(64, 64);
    private readonly ResponseReader _reader = new(new ResponseBody(verify: false), takesHttp10: false);
    private FrameReader _frames = null!;
    private byte[] _answers = [];

    [GlobalSetup]
    public void Fill()
    {
        _decoder.Decode(Convert.FromHexString("6196d07abe941054d444a8200595040b8166e082a62d1bff"), _sink);
        _request.Octets = HeaderBlock.Write(_request, "http", "127.0.0.1:8080");
        _frames = new FrameReader(_sink);
        var answers = new FrameBuffer();
        for (var stream = 1; stream < 64; stream += 2)
        {
            answers.HeaderBlock(stream, ends: false, [], Block, FrameReader.MostPayloadBytes);
            answers.Frame(FrameType.Data, FrameFlags.EndStream, stream, new byte[64]);
        }

        _answers = answers.Written.ToArray();
    }

    [Benchmark]
    public bool ReadHttp1Response()
    {
        _reader.Begin(_request);
        ReadOnlySpan<byte> bytes = Response;
        return _reader.Read(ref bytes);
    }

    [Benchmark]
    public void DecodeHeaderBlock() => _decoder.Decode(Block, _sink);

    [Benchmark]
    public int DecodeHuffman() => HuffmanCode.Decode(Huffman, _decoded);

    /// <summary>A request of HTTP/2 with its body, into the buffer that is sent.</summary>
    [Benchmark]
    public int WriteHttp2Request()
    {
        _buffer.Clear();
        _buffer.HeaderBlock(1, ends: false, [], _request.Octets.Span, FrameReader.MostPayloadBytes);
        _buffer.Frame(FrameType.Data, FrameFlags.EndStream, 1, _decoded);
        return _buffer.Length;
    }

    /// <summary>Header and content of 32 responses that came in one read.</summary>
    [Benchmark(OperationsPerInvoke = 32)]
    public int ReadHttp2Frames()
    {
        _frames.Read(_answers);
        return _sink.Count;
    }

    private sealed class Sink : IFieldReader, IFrameReader
    {
        public int Count { get; private set; }

        public void Field(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => Count += value.Length;

        public void Frame(FrameType type, FrameFlags flags, int stream, ReadOnlySpan<byte> payload) => Count += payload.Length;

        public void Data(int stream, ReadOnlySpan<byte> piece, int counted, bool ends) => Count += counted;
    }
}
