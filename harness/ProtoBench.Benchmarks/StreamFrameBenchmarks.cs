using BenchmarkDotNet.Attributes;
using ProtoBench.Protocols.StreamSockets;

namespace ProtoBench.Benchmarks;

/// <summary>What tcp and unix pay for the headers of their frames. Nothing may be allocated.</summary>
[MemoryDiagnoser]
public class StreamFrameBenchmarks
{
    private const int Frames = 4_096;
    private const int ResponseBytes = 64;

    private readonly RequestFrame[] _requests = new RequestFrame[Frames];
    private readonly byte[] _encoded = new byte[Frames * RequestFrame.HeaderBytes];
    private byte[] _response = [];

    /// <summary>Sizes that differ from frame to frame, so that neither values nor branches are predictable.</summary>
    [GlobalSetup]
    public void FillFrames()
    {
        for (var i = 0; i < Frames; i++)
        {
            _requests[i] = new RequestFrame(FrameKind.Exchange, i * 7_919 % 65_536, i * 104_729 % 65_536);
        }

        EncodeRequest();
        _response = StreamMessages.Response(ResponseBytes);
    }

    [Benchmark(OperationsPerInvoke = Frames)]
    public void EncodeRequest()
    {
        for (var i = 0; i < Frames; i++)
        {
            _requests[i].Write(_encoded.AsSpan(i * RequestFrame.HeaderBytes));
        }
    }

    [Benchmark(OperationsPerInvoke = Frames)]
    public long DecodeRequest()
    {
        long sum = 0;
        for (var i = 0; i < Frames; i++)
        {
            var frame = RequestFrame.Read(_encoded.AsSpan(i * RequestFrame.HeaderBytes));
            sum += frame.PayloadBytes + frame.Argument;
        }

        return sum;
    }

    /// <summary>Header and payload of 64 B that came in one piece.</summary>
    [Benchmark(OperationsPerInvoke = Frames)]
    public int DecodeResponse() => TakeResponses(verifyContent: false);

    /// <summary>The same, with every payload byte compared.</summary>
    [Benchmark(OperationsPerInvoke = Frames)]
    public int DecodeAndVerifyResponse() => TakeResponses(verifyContent: true);

    private int TakeResponses(bool verifyContent)
    {
        var complete = 0;
        for (var i = 0; i < Frames; i++)
        {
            var progress = new ResponseProgress(ResponseBytes, verifyContent);
            progress.Take(_response, _response.Length);
            complete += progress.IsComplete ? 1 : 0;
        }

        return complete;
    }
}
