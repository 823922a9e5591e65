using System.Runtime.InteropServices;
using ProtoBench.Native;

namespace ProtoBench.Quic.Loops;

/// <summary>
/// What one recvmmsg call fills: up to <see cref="Count"/> datagram trains (UDP_GRO) with their senders. One set per loop.
/// </summary>
internal sealed unsafe class ReceiveBuffers : IDisposable
{
    public const int Count = 8;
    public const int AddressBytes = 32;
    private const int TrainBytes = 65_536;
    private const int ControlBytes = 64;

    private readonly byte* _bytes = (byte*)NativeMemory.AlignedAlloc(Count * TrainBytes, 64);
    private readonly byte* _controls = (byte*)NativeMemory.AllocZeroed(Count * ControlBytes);
    private readonly byte* _addresses = (byte*)NativeMemory.AllocZeroed(Count * AddressBytes);
    private readonly IoVector* _vectors = (IoVector*)NativeMemory.AllocZeroed((nuint)(Count * sizeof(IoVector)));

    public ReceiveBuffers()
    {
        Messages = (MultiMessage*)NativeMemory.AllocZeroed((nuint)(Count * sizeof(MultiMessage)));
        for (var i = 0; i < Count; i++)
        {
            _vectors[i] = new IoVector((nint)(_bytes + (i * TrainBytes)), TrainBytes);
            Messages[i].Header.Name = _addresses + (i * AddressBytes);
            Messages[i].Header.Vectors = _vectors + i;
            Messages[i].Header.VectorCount = 1;
            Messages[i].Header.Control = _controls + (i * ControlBytes);
        }
    }

    public MultiMessage* Messages { get; }

    /// <summary>The kernel overwrites the lengths with every call.</summary>
    public void Reset()
    {
        for (var i = 0; i < Count; i++)
        {
            Messages[i].Header.NameLength = AddressBytes;
            Messages[i].Header.ControlLength = ControlBytes;
        }
    }

    /// <summary>Size of each datagram in the train; the train's own length when it was a single one.</summary>
    public static int SegmentSize(in MultiMessage message)
    {
        if (message.Header.ControlLength >= (nuint)sizeof(ControlHeader) + sizeof(int))
        {
            var control = (ControlHeader*)message.Header.Control;
            if (control->Level == LibcSockets.LevelUdp && control->Type == LibcSockets.UdpGro)
            {
                return *(int*)(control + 1);
            }
        }

        return (int)message.Length;
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_bytes);
        NativeMemory.Free(_controls);
        NativeMemory.Free(_addresses);
        NativeMemory.Free(_vectors);
        NativeMemory.Free(Messages);
    }
}
