using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using ProtoBench.Links.Native;
using Xunit;

namespace ProtoBench.Tests.Links;

public sealed class SegmentTrainTests
{
    private const byte Tcp = 6;
    private const byte Udp = 17;
    private readonly PacketPool _pool = new(64);
    private readonly SegmentTrain _train;
    private long _sequence;

    public SegmentTrainTests() => _train = new SegmentTrain(_pool, merges: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Consecutive_segments_of_a_connection_leave_together(bool version6)
    {
        Assert.True(Add(Segment(1000, 100, version6: version6)));
        Assert.True(Add(Segment(1100, 100, version6: version6)));
        Assert.True(Add(Segment(1200, 60, flags: 0x18, version6: version6)));
        Assert.False(Add(Segment(1260, 60, version6: version6)));

        var joined = Joined(out var prefix);
        var network = version6 ? 40 : 20;
        Assert.Equal([1, (byte)(version6 ? 4 : 1), (byte)(network + 20), 0, 100, 0, (byte)network, 0, 16, 0], prefix);
        Assert.Equal(network + 20 + 260, joined.Length);
        Assert.Equal(version6 ? 280 : 300, BinaryPrimitives.ReadUInt16BigEndian(joined.AsSpan(version6 ? 4 : 2)));
        Assert.Equal(1000u, BinaryPrimitives.ReadUInt32BigEndian(joined.AsSpan(network + 4)));
        Assert.Equal(0x18, joined[network + 13]);
        Assert.Equal(Payload(1000, 260), joined[(network + 20)..]);
    }

    [Fact]
    public void The_joined_header_has_a_valid_checksum_and_the_sum_of_the_pseudo_header()
    {
        Add(Segment(1000, 100));
        Add(Segment(1100, 100));

        var joined = Joined(out _);

        Assert.Equal(0xFFFF, Sum(joined.AsSpan(0, 20)));
        Span<byte> pseudo = [.. joined.AsSpan(12, 8), 0, Tcp, 0, 220];
        Assert.Equal(Sum(pseudo), BinaryPrimitives.ReadUInt16BigEndian(joined.AsSpan(36)));
    }

    [Fact]
    public void Datagrams_of_one_size_leave_together()
    {
        Assert.True(Add(Datagram(1, 64)));
        Assert.True(Add(Datagram(2, 64)));
        Assert.True(Add(Datagram(3, 10)));
        Assert.False(Add(Datagram(4, 10)));

        var joined = Joined(out var prefix);
        Assert.Equal([1, 5, 28, 0, 64, 0, 20, 0, 6, 0], prefix);
        Assert.Equal(28 + 138, joined.Length);
        Assert.Equal(8 + 138, BinaryPrimitives.ReadUInt16BigEndian(joined.AsSpan(24)));
        Assert.Equal([.. Payload(1, 64), .. Payload(2, 64), .. Payload(3, 10)], joined[28..]);
    }

    [Theory]
    [InlineData("gap")]
    [InlineData("longer")]
    [InlineData("empty")]
    [InlineData("acknowledgement")]
    [InlineData("window")]
    [InlineData("options")]
    [InlineData("fin")]
    [InlineData("port")]
    [InlineData("address")]
    [InlineData("congestion mark")]
    [InlineData("time to live")]
    [InlineData("fragment")]
    [InlineData("other protocol")]
    [InlineData("damaged")]
    public void What_differs_goes_alone(string difference)
    {
        Add(Segment(1000, 100));
        var next = difference switch
        {
            "gap" => Segment(1101, 100),
            "longer" => Segment(1100, 101),
            "empty" => Segment(1100, 0),
            "fin" => Segment(1100, 100, flags: 0x11),
            "options" => Segment(1100, 100, options: 4),
            "other protocol" => Datagram(1, 100),
            _ => Segment(1100, 100),
        };
        var changed = difference switch
        {
            "acknowledgement" => 20 + 11,
            "window" => 20 + 15,
            "port" => 20 + 3,
            "address" => 15,
            "congestion mark" => 1,
            "time to live" => 8,
            "fragment" => 7,
            _ => -1,
        };
        if (changed >= 0)
        {
            next[changed] ^= 1;
        }

        Assert.False(Add(next, damaged: difference == "damaged"));
        Assert.Equal(1, _train.Count);
    }

    [Theory]
    [InlineData("push")]
    [InlineData("syn")]
    [InlineData("empty")]
    [InlineData("damaged")]
    [InlineData("short")]
    [InlineData("no checksum")]
    [InlineData("may be fragmented")]
    public void What_must_be_seen_alone_begins_no_train(string kind)
    {
        var first = kind switch
        {
            "push" => Segment(1000, 100, flags: 0x18),
            "syn" => Segment(1000, 100, flags: 0x02),
            "empty" => Segment(1000, 0),
            "short" => [0x45, 0, 0, 21, 0, 0, 0x40, 0, 9, Tcp, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, 7],
            "no checksum" => Datagram(1, 100),
            _ => Segment(1000, 100),
        };
        if (kind == "no checksum")
        {
            first[26] = first[27] = 0;
        }

        if (kind == "may be fragmented")
        {
            first[6] = 0;
        }

        Assert.True(Add(first, damaged: kind == "damaged"));
        Assert.False(Add(kind == "no checksum" ? Datagram(2, 100) : Segment(1100, 100)));
    }

    [Fact]
    public void A_train_ends_at_32_packets()
    {
        for (var i = 0; i < SegmentTrain.MostPackets; i++)
        {
            Assert.True(Add(Segment((uint)(i * 100), 100)));
        }

        Assert.False(Add(Segment(3200, 100)));
    }

    [Fact]
    public void A_kernel_that_refuses_trains_of_datagrams_still_gets_those_of_segments()
    {
        Add(Datagram(1, 64));
        Add(Datagram(2, 64));
        _train.Refused();
        _train.Clear();

        Add(Datagram(3, 64));
        Assert.False(Add(Datagram(4, 64)));
        _train.Clear();
        Add(Segment(1000, 100));
        Assert.True(Add(Segment(1100, 100)));
    }

    [Fact]
    public void Where_the_port_takes_none_every_packet_goes_alone()
    {
        var train = new SegmentTrain(_pool, merges: false);
        Assert.True(train.TryAdd(Stored(Segment(1000, 100))));
        Assert.False(train.TryAdd(Stored(Segment(1100, 100))));
    }

    private static byte[] Payload(uint first, int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(first + i))];

    /// <summary>A TCP segment of one connection whose payload is the low byte of each sequence number.</summary>
    internal static byte[] Segment(uint sequence, int length, byte flags = 0x10, int options = 0, bool version6 = false)
    {
        var transport = new byte[20 + options + length];
        BinaryPrimitives.WriteUInt32BigEndian(transport, 0x1234_5678);
        BinaryPrimitives.WriteUInt32BigEndian(transport.AsSpan(4), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(transport.AsSpan(8), 77);
        transport[12] = (byte)((5 + (options / 4)) << 4);
        transport[13] = flags;
        transport[15] = 200;
        Payload(sequence, length).CopyTo(transport, 20 + options);
        return Packet(Tcp, transport, version6);
    }

    /// <summary>A datagram of one pair of sockets.</summary>
    internal static byte[] Datagram(uint number, int length)
    {
        var transport = new byte[8 + length];
        BinaryPrimitives.WriteUInt32BigEndian(transport, 0x1234_5678);
        BinaryPrimitives.WriteUInt16BigEndian(transport.AsSpan(4), (ushort)transport.Length);
        transport[7] = 1;
        Payload(number, length).CopyTo(transport, 8);
        return Packet(Udp, transport, version6: false);
    }

    private static byte[] Packet(byte protocol, byte[] transport, bool version6)
    {
        if (version6)
        {
            byte[] addresses = [.. IPAddress.Parse("fd99::1").GetAddressBytes(), .. IPAddress.Parse("fd99::2").GetAddressBytes()];
            return [0x60, 0, 0, 0, (byte)(transport.Length >> 8), (byte)transport.Length, protocol, 64, .. addresses, .. transport];
        }

        var length = 20 + transport.Length;
        return [0x45, 0, (byte)(length >> 8), (byte)length, 0, 1, 0x40, 0, 64, protocol, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, .. transport];
    }

    private static int Sum(ReadOnlySpan<byte> words)
    {
        var sum = 0;
        for (var i = 0; i < words.Length; i += 2)
        {
            sum += (words[i] << 8) | words[i + 1];
        }

        return (sum & 0xFFFF) + (sum >> 16);
    }

    private bool Add(byte[] packet, bool damaged = false) => _train.TryAdd(Stored(packet) with { IsDamaged = damaged });

    private PendingPacket Stored(byte[] packet)
    {
        var slot = _pool.Rent();
        packet.CopyTo(_pool[slot]);
        return new PendingPacket(0, _sequence++, slot, packet.Length);
    }

    private byte[] Joined(out byte[] prefix)
    {
        var bytes = new List<byte>();
        foreach (var vector in _train.Join())
        {
            var piece = new byte[vector.Length];
            Marshal.Copy(vector.Address, piece, 0, piece.Length);
            bytes.AddRange(piece);
        }

        prefix = [.. bytes[..SegmentTrain.PrefixBytes]];
        return [.. bytes[SegmentTrain.PrefixBytes..]];
    }
}
