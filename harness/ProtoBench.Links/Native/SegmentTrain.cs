using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ProtoBench.Native;

namespace ProtoBench.Links.Native;

/// <summary>
/// Packets that are due together. Consecutive segments of one TCP connection, or datagrams of one UDP socket, leave with one call, as a
/// network card hands them to its receiver (generic receive offload): each was decided on its own before, and the receiver sees the same
/// bytes. What belongs together is Linux's rule (net/ipv4/tcp_offload.c): same addresses, ports, acknowledgement, window and options,
/// sequence without gap, all of one size but the last.
/// </summary>
internal sealed class SegmentTrain
{
    /// <summary>Length of struct virtio_net_hdr.</summary>
    public const int PrefixBytes = 10;

    /// <summary>
    /// 32 segments of an MTU of 1500 stay below the 65,535 bytes of an IP packet, and below the kernel's 64 segments of a UDP train.
    /// </summary>
    public const int MostPackets = 32;

    private const int Tcp = 6;
    private const int Udp = 17;
    private const byte Acknowledgement = 0x10;
    private const byte Push = 0x08;

    // struct virtio_net_hdr (virtio 1.2, section 5.1.6): flags, gso_type, hdr_len, gso_size, csum_start, csum_offset; native byte order.
    private const byte NeedsChecksum = 1;
    private const byte SegmentsTcp4 = 1;
    private const byte SegmentsTcp6 = 4;
    private const byte SegmentsUdp = 5;

    private readonly PacketPool _pool;
    private readonly PendingPacket[] _packets = new PendingPacket[MostPackets];
    private readonly IoVector[] _vectors = GC.AllocateUninitializedArray<IoVector>(MostPackets + 1, pinned: true);
    private readonly byte[] _header = GC.AllocateUninitializedArray<byte>(PrefixBytes + 128, pinned: true);
    private bool _isClosed;
    private bool _takesTcp;
    private bool _takesUdp;
    private int _network;
    private int _headers;
    private int _segment;
    private int _payload;
    private uint _nextSequence;
    private byte _flags;

    /// <param name="pool">Where the packets are.</param>
    /// <param name="merges">False makes every packet a train of its own.</param>
    public SegmentTrain(PacketPool pool, bool merges)
    {
        _pool = pool;
        _takesTcp = _takesUdp = merges;
    }

    public ReadOnlySpan<PendingPacket> Packets => _packets.AsSpan(0, Count);

    public int Count { get; private set; }

    /// <summary>Takes the packet if it continues the train; an empty train takes every packet.</summary>
    public bool TryAdd(in PendingPacket packet)
    {
        var bytes = _pool[packet.Slot][..packet.Length];
        if (Count == 0)
        {
            _isClosed = packet.IsDamaged || !Begin(bytes);
        }
        else if (_isClosed || Count == MostPackets || packet.IsDamaged || !Continues(bytes))
        {
            return false;
        }
        else
        {
            Extend(bytes);
        }

        _packets[Count++] = packet;
        return true;
    }

    /// <summary>The train as one packet for the kernel: a header of its own before the payloads, which stay where they are.</summary>
    public ReadOnlySpan<IoVector> Join()
    {
        WriteHeader(_pool[_packets[0].Slot][.._headers]);
        _vectors[0] = new IoVector(Marshal.UnsafeAddrOfPinnedArrayElement(_header, 0), PrefixBytes + _headers);
        for (var i = 0; i < Count; i++)
        {
            _vectors[i + 1] = new IoVector(_pool.AddressOf(_packets[i].Slot) + _headers, _packets[i].Length - _headers);
        }

        return _vectors.AsSpan(0, Count + 1);
    }

    /// <summary>The kernel does not know trains of this protocol (UDP before Linux 6.2): from now on each packet goes alone.</summary>
    public void Refused()
    {
        _takesTcp &= !IsTcp;
        _takesUdp &= IsTcp;
    }

    public void Clear() => Count = 0;

    private bool IsTcp => _headers - _network >= 20;

    private bool Begin(ReadOnlySpan<byte> packet)
    {
        _network = NetworkHeader(packet, out var protocol);
        if (_network == 0 || packet.Length < _network + 8)
        {
            return false;
        }

        var transport = packet[_network..];
        if (protocol == Udp)
        {
            _headers = _network + 8;
            return Start(packet) && _takesUdp && Length(transport, 4) == transport.Length && Length(transport, 6) != 0;
        }

        if (protocol != Tcp || !_takesTcp || transport.Length < 20)
        {
            return false;
        }

        _headers = _network + ((transport[12] >> 4) * 4);
        _flags = transport[13];
        // A segment that pushes ends the train it begins; every flag but these two is for the receiver to see alone.
        return _headers >= _network + 20 && Start(packet) && _flags == Acknowledgement;
    }

    private bool Start(ReadOnlySpan<byte> packet)
    {
        _segment = _payload = packet.Length - _headers;
        if (_segment > 0)
        {
            _nextSequence = BinaryPrimitives.ReadUInt32BigEndian(packet[(_network + 4)..]) + (uint)_segment;
        }

        return _segment > 0;
    }

    private bool Continues(ReadOnlySpan<byte> packet)
    {
        var first = _pool[_packets[0].Slot][.._headers];
        var payload = packet.Length - _headers;
        if (payload <= 0 || payload > _segment || NetworkHeader(packet, out _) != _network || !HasSameNetwork(first, packet))
        {
            return false;
        }

        var before = first[_network..];
        var transport = packet[_network..];
        if (!before[..4].SequenceEqual(transport[..4]))
        {
            return false;
        }

        if (!IsTcp)
        {
            return Length(transport, 4) == transport.Length && Length(transport, 6) != 0;
        }

        return BinaryPrimitives.ReadUInt32BigEndian(transport[4..]) == _nextSequence
            && before[8..13].SequenceEqual(transport[8..13])
            && (transport[13] & ~Push) == Acknowledgement
            && before[14..16].SequenceEqual(transport[14..16])
            && before[20..].SequenceEqual(transport[20..(_headers - _network)]);
    }

    private void Extend(ReadOnlySpan<byte> packet)
    {
        var payload = packet.Length - _headers;
        _payload += payload;
        _isClosed = payload < _segment;
        if (IsTcp)
        {
            _nextSequence += (uint)payload;
            _flags = packet[_network + 13];
            _isClosed |= (_flags & Push) != 0;
        }
    }

    private void WriteHeader(ReadOnlySpan<byte> first)
    {
        first.CopyTo(_header.AsSpan(PrefixBytes));
        var packet = _header.AsSpan(PrefixBytes, _headers);
        var transport = packet[_network..];
        var length = transport.Length + _payload;
        var isVersion4 = packet[0] >> 4 == 4;
        BinaryPrimitives.WriteUInt16BigEndian(packet[(isVersion4 ? 2 : 4)..], (ushort)(isVersion4 ? _network + length : length));
        if (isVersion4)
        {
            packet[10..12].Clear();
            BinaryPrimitives.WriteUInt16BigEndian(packet[10..], (ushort)~Fold(Sum(packet[.._network])));
        }

        // The kernel completes the sum over the pseudo-header (RFC 9293, section 3.1) when it cuts the train again, and trusts it
        // otherwise.
        var addresses = isVersion4 ? packet[12..20] : packet[8..40];
        var checksum = Fold(Sum(addresses) + (uint)(IsTcp ? Tcp : Udp) + (uint)length);
        BinaryPrimitives.WriteUInt16BigEndian(transport[(IsTcp ? 16 : 6)..], checksum);
        if (IsTcp)
        {
            transport[13] = _flags;
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(transport[4..], (ushort)length);
        }

        WritePrefix(isVersion4);
    }

    private void WritePrefix(bool isVersion4)
    {
        var prefix = _header.AsSpan(0, PrefixBytes);
        prefix[0] = NeedsChecksum;
        prefix[1] = !IsTcp ? SegmentsUdp : isVersion4 ? SegmentsTcp4 : SegmentsTcp6;
        MemoryMarshal.Cast<byte, ushort>(prefix)[1] = (ushort)_headers;
        MemoryMarshal.Cast<byte, ushort>(prefix)[2] = (ushort)_segment;
        MemoryMarshal.Cast<byte, ushort>(prefix)[3] = (ushort)_network;
        MemoryMarshal.Cast<byte, ushort>(prefix)[4] = (ushort)(IsTcp ? 16 : 6);
    }

    /// <summary>Length of an IP header that trains may have, or 0: no options, no fragment, whole (RFC 791, RFC 8200).</summary>
    private static int NetworkHeader(ReadOnlySpan<byte> packet, out int protocol)
    {
        protocol = 0;
        if (packet.Length > 20 && packet[0] == 0x45)
        {
            // Of the fragment's bits only "don't fragment" may be set, and must: other packets have an identification of their own to keep.
            protocol = packet[9];
            return packet[6] == 0x40 && packet[7] == 0 && Length(packet, 2) == packet.Length ? 20 : 0;
        }

        if (packet.Length > 40 && packet[0] >> 4 == 6)
        {
            protocol = packet[6];
            return Length(packet, 4) == packet.Length - 40 ? 40 : 0;
        }

        return 0;
    }

    /// <summary>Everything of the IP header that is not length, identification or checksum.</summary>
    private bool HasSameNetwork(ReadOnlySpan<byte> first, ReadOnlySpan<byte> packet) => _network == 20
        ? first[..2].SequenceEqual(packet[..2]) && first[8..10].SequenceEqual(packet[8..10]) && first[12..20].SequenceEqual(packet[12..20])
        : first[..4].SequenceEqual(packet[..4]) && first[6..40].SequenceEqual(packet[6..40]);

    private static int Length(ReadOnlySpan<byte> header, int at) => BinaryPrimitives.ReadUInt16BigEndian(header[at..]);

    private static uint Sum(ReadOnlySpan<byte> words)
    {
        var sum = 0u;
        for (var i = 0; i < words.Length; i += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(words[i..]);
        }

        return sum;
    }

    private static ushort Fold(uint sum)
    {
        while (sum > ushort.MaxValue)
        {
            sum = (sum & ushort.MaxValue) + (sum >> 16);
        }

        return (ushort)sum;
    }
}
