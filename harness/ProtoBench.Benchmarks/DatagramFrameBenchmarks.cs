using BenchmarkDotNet.Attributes;
using ProtoBench.Contract;
using ProtoBench.Protocols.Udp;

namespace ProtoBench.Benchmarks;

/// <summary>What udp pays for the headers of its datagrams and for matching replies to requests. Nothing may be allocated.</summary>
[MemoryDiagnoser]
public class DatagramFrameBenchmarks
{
    private const int Datagrams = 4_096;
    private const int PayloadBytes = 64;

    private readonly DatagramHeader[] _headers = new DatagramHeader[Datagrams];
    private readonly byte[] _encoded = new byte[Datagrams * DatagramHeader.Bytes];
    private readonly byte[] _payload = Payload.Create(PayloadBytes);
    private readonly ExchangeSlot _slot = new(index: 3);

    /// <summary>Sizes and ids that differ from datagram to datagram, so that neither values nor branches are predictable.</summary>
    [GlobalSetup]
    public void FillHeaders()
    {
        for (var i = 0; i < Datagrams; i++)
        {
            _headers[i] = new DatagramHeader(
                (i % 3) switch { 0 => DatagramKind.Request, 1 => DatagramKind.Reply, _ => DatagramKind.Content },
                i * 7_919 % 65_000,
                i << 16);
        }

        Encode();
    }

    [Benchmark(OperationsPerInvoke = Datagrams)]
    public void Encode()
    {
        for (var i = 0; i < Datagrams; i++)
        {
            _headers[i].Write(_encoded.AsSpan(i * DatagramHeader.Bytes));
        }
    }

    [Benchmark(OperationsPerInvoke = Datagrams)]
    public long Decode()
    {
        long sum = 0;
        for (var i = 0; i < Datagrams; i++)
        {
            if (DatagramHeader.TryRead(_encoded.AsSpan(i * DatagramHeader.Bytes), out var header))
            {
                sum += header.Argument + header.Id;
            }
        }

        return sum;
    }

    /// <summary>The client's side of an exchange without its system calls: datagram made, reply of 64 B matched, wait completed.</summary>
    [Benchmark(OperationsPerInvoke = Datagrams)]
    public async Task<long> Exchange()
    {
        long answered = 0;
        for (var i = 0; i < Datagrams; i++)
        {
            var datagram = _slot.Begin(_payload, PayloadBytes);
            answered += Answer(datagram.Span) == ReplyFate.Expected ? 1 : 0;
            await _slot.Completion;
        }

        return answered;
    }

    private ReplyFate Answer(ReadOnlySpan<byte> request) =>
        DatagramHeader.TryRead(request, out var header) ? _slot.TakeReply(header.Id, _payload, verifyContent: false) : ReplyFate.Late;
}
