using BenchmarkDotNet.Attributes;
using ProtoBench.Protocols.WebSockets;

namespace ProtoBench.Benchmarks;

/// <summary>What the lean client of WebSocket does for an exchange beside system calls. Nothing may be allocated.</summary>
[MemoryDiagnoser]
public class WebSocketFrameBenchmarks
{
    private const int Together = 32;

    private readonly MaskedFrames _frames = new();
    private readonly ServerFrameReader _reader;
    private readonly Counter _counter = new();
    private byte[] _payload = [];
    private byte[] _written = [];
    private byte[] _answers = [];

    public WebSocketFrameBenchmarks() => _reader = new ServerFrameReader(_counter);

    [Params(64, 64 * 1024)]
    public int PayloadBytes { get; set; }

    /// <summary>As servers write them: binary, whole and not masked (RFC 6455, 5.2).</summary>
    [GlobalSetup]
    public void Fill()
    {
        _payload = new byte[PayloadBytes];
        _written = new byte[MaskedFrames.MostHeadBytes + PayloadBytes];
        byte[] head = PayloadBytes < 126
            ? [0x82, (byte)PayloadBytes]
            :
            [
                0x82, 127, 0, 0, 0, 0,
                (byte)(PayloadBytes >> 24), (byte)(PayloadBytes >> 16), (byte)(PayloadBytes >> 8), (byte)PayloadBytes,
            ];
        _answers = [.. Enumerable.Repeat<byte[]>([.. head, .. _payload], Together).SelectMany(frame => frame)];
    }

    [Benchmark]
    public int Write() => _frames.Write(FrameCode.Binary, ends: true, _payload, default, _written);

    /// <summary>Messages that came in one read.</summary>
    [Benchmark(OperationsPerInvoke = Together)]
    public long Read()
    {
        _reader.Read(_answers);
        return _counter.Bytes;
    }

    private sealed class Counter : IServerMessages
    {
        public long Bytes { get; private set; }

        public bool Begin() => true;

        public bool Take(ReadOnlySpan<byte> piece)
        {
            Bytes += piece.Length;
            return true;
        }

        public bool End() => true;

        public bool Control(FrameCode code, ReadOnlySpan<byte> payload) => true;
    }
}
