using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ProtoBench.Native;

namespace ProtoBench.Links.Native;

/// <summary>
/// A port over an AF_PACKET socket with a memory-mapped receive ring (TPACKET_V2, packet_mmap.rst). The ring is used instead of the socket
/// buffer because enlarging that needs a right over the initial namespace; version 3 would add up to a millisecond of block timeout.
/// </summary>
internal sealed unsafe class PacketSocketPort : IPacketPort
{
    private const int EthernetHeader = 14;
    private const uint FrameSize = 2048;
    private const uint BlockSize = 65536;
    private const uint Blocks = 256;
    private const uint Frames = Blocks * (BlockSize / FrameSize);
    private const int Statistics = 6;
    private readonly int _descriptor;
    private readonly byte* _ring;
    private uint _next;
    private long _drops;

    /// <summary>Binds to an interface of the calling thread's namespace.</summary>
    public PacketSocketPort(string name)
    {
        // ETH_P_ALL in network byte order.
        const ushort everyProtocol = 0x0300;
        _descriptor = LibcSockets.Create(
            LibcSockets.FamilyPacket, LibcSockets.TypeRaw | Libc.OpenCloseOnExec | Libc.OpenNonBlocking, everyProtocol);
        if (_descriptor < 0)
        {
            throw LinkUnavailableException.OfLastCall(
                "opening a packet socket", "CAP_NET_RAW over the namespace is needed: run as root, or allow user namespaces");
        }

        // PACKET_VERSION = V2, PACKET_IGNORE_OUTGOING (own frames would come back), PACKET_QDISC_BYPASS (no second queue).
        SetOption(10, 1);
        SetOption(23, 1);
        SetOption(20, 1);
        MapRing(out _ring);
        Span<byte> address = stackalloc byte[20];
        BinaryPrimitives.WriteUInt16LittleEndian(address, LibcSockets.FamilyPacket);
        BinaryPrimitives.WriteUInt16LittleEndian(address[2..], everyProtocol);
        BinaryPrimitives.WriteUInt32LittleEndian(address[4..], LibcSockets.InterfaceIndex(name));
        if (LibcSockets.Bind(_descriptor, address, 20) < 0)
        {
            throw LinkUnavailableException.OfLastCall($"binding a packet socket to {name}", "run `protobench link doctor`");
        }
    }

    public int PollDescriptor => _descriptor;

    public int HeaderBytes => EthernetHeader;

    public int Receive(Span<byte> buffer)
    {
        var frame = _ring + (_next * FrameSize);
        ref var status = ref *(uint*)frame;
        if ((Volatile.Read(ref status) & 1) == 0)
        {
            return 0;
        }

        // struct tpacket2_hdr: status, length, captured length, offset of the link header, ...
        var length = Math.Min(*(uint*)(frame + 8), (uint)buffer.Length);
        new ReadOnlySpan<byte>(frame + *(ushort*)(frame + 12), (int)length).CopyTo(buffer);
        Volatile.Write(ref status, 0);
        _next = (_next + 1) % Frames;
        return (int)length;
    }

    public bool Send(ReadOnlySpan<byte> packet) => LibcSockets.Send(_descriptor, packet, packet.Length, 0) == packet.Length;

    public long OverflowDrops()
    {
        // struct tpacket_stats {packets, drops}; reading resets both.
        Span<byte> value = stackalloc byte[8];
        var length = 8u;
        if (LibcSockets.GetOption(_descriptor, LibcSockets.LevelPacket, Statistics, value, ref length) == 0)
        {
            _drops += BinaryPrimitives.ReadUInt32LittleEndian(value[4..]);
        }

        return _drops;
    }

    public void Dispose()
    {
        _ = Libc.Unmap(_ring, Blocks * BlockSize);
        _ = Libc.Close(_descriptor);
    }

    private void SetOption(int name, uint value)
    {
        if (LibcSockets.SetOption(_descriptor, LibcSockets.LevelPacket, name, MemoryMarshal.AsBytes([value]), 4) < 0)
        {
            throw LinkUnavailableException.OfLastCall($"setting packet socket option {name}", "Linux 4.20 or newer is needed");
        }
    }

    private void MapRing(out byte* ring)
    {
        ReadOnlySpan<uint> request = [BlockSize, Blocks, FrameSize, Frames];
        if (LibcSockets.SetOption(_descriptor, LibcSockets.LevelPacket, 5, MemoryMarshal.AsBytes(request), 16) < 0)
        {
            throw LinkUnavailableException.OfLastCall("creating a packet ring", "16 MiB of kernel memory are needed for each direction");
        }

        const int readWrite = 3;
        const int shared = 1;
        ring = Libc.Map(0, Blocks * BlockSize, readWrite, shared, _descriptor, 0);
        if (ring == (byte*)-1)
        {
            throw LinkUnavailableException.OfLastCall("mapping a packet ring", "16 MiB of address space are needed for each direction");
        }
    }
}
