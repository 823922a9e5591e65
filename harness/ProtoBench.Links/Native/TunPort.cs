using System.Runtime.InteropServices;
using ProtoBench.Native;

namespace ProtoBench.Links.Native;

/// <summary>
/// A port over a TUN device with a virtio_net_hdr before each packet (Documentation/networking/tuntap.rst). Packets come out one by one,
/// cut to the MTU and with complete checksums, because no offload is asked for; several that belong together go in with one call.
/// </summary>
internal sealed unsafe class TunPort : IPacketPort
{
    private readonly int _descriptor;
    private readonly Func<long> _overflowDrops;

    // One for reading and one for writing: two threads use a port, one in each direction. Written once here, so the pointers stay valid.
    private readonly byte* _headers = (byte*)NativeMemory.AllocZeroed(2 * SegmentTrain.PrefixBytes);

    /// <param name="descriptor">Of a device made by <see cref="TunDevice"/>; owned by this port.</param>
    /// <param name="overflowDrops">Reads the device's drop counter.</param>
    public TunPort(int descriptor, Func<long> overflowDrops) => (_descriptor, _overflowDrops) = (descriptor, overflowDrops);

    public int PollDescriptor => _descriptor;

    public int HeaderBytes => 0;

    public bool TakesTrains => true;

    public int Receive(Span<byte> buffer)
    {
        fixed (byte* packet = buffer)
        {
            var vectors = stackalloc IoVector[] { new((nint)_headers, SegmentTrain.PrefixBytes), new((nint)packet, buffer.Length) };
            var length = Libc.ReadVectors(_descriptor, vectors, 2);
            if (length >= 0)
            {
                return (int)length - SegmentTrain.PrefixBytes;
            }
        }

        var error = Marshal.GetLastPInvokeError();
        return error is Errno.TryAgain or Errno.Interrupted
            ? 0
            : throw new IOException($"The link's device failed: {Marshal.GetPInvokeErrorMessage(error)} (errno {error}).");
    }

    public bool Send(ReadOnlySpan<byte> packet)
    {
        fixed (byte* start = packet)
        {
            // Zeroes: a packet of its own, whose checksum the receiver verifies.
            var vectors = stackalloc IoVector[]
            {
                new((nint)(_headers + SegmentTrain.PrefixBytes), SegmentTrain.PrefixBytes), new((nint)start, packet.Length),
            };
            return Libc.WriteVectors(_descriptor, vectors, 2) == SegmentTrain.PrefixBytes + packet.Length;
        }
    }

    public bool Send(ReadOnlySpan<IoVector> train)
    {
        fixed (IoVector* vectors = train)
        {
            return Libc.WriteVectors(_descriptor, vectors, train.Length) > 0;
        }
    }

    public long OverflowDrops() => _overflowDrops();

    public void Dispose()
    {
        _ = Libc.Close(_descriptor);
        NativeMemory.Free(_headers);
    }
}
