using ProtoBench.Links.Engine;
using ProtoBench.Links.Native;
using ProtoBench.Model.Links.Model;
using ProtoBench.Model.Links.Profiles;
using ProtoBench.Native;
using Xunit;

namespace ProtoBench.Tests.Links;

/// <summary>
/// The real forwarder between two datagram socket pairs, which keep packet boundaries, under a clock that tests move: no privileges needed.
/// </summary>
internal sealed class SocketPairLink : IDisposable
{
    private readonly IPacketPort _from;
    private readonly IPacketPort _to;
    private readonly IPacketPort _sender;
    private readonly IPacketPort _receiver;
    private readonly byte[] _buffer = new byte[2048];

    public SocketPairLink(DirectionProfile up, int slots = 1024, IPacketObserver? observer = null)
    {
        (_sender, _from) = Pair();
        (_to, _receiver) = Pair();
        Forwarder = new PacketForwarder(LinkDirection.Up, _from, _to, Clock, new PacketPool(slots), slots, observer);
        Forwarder.Restart(
            new LinkModel(new LinkProfile { Name = "t", Title = "t", Source = "t", Up = up }, LinkDirection.Up, 1), Clock.Now);
    }

    public ManualClock Clock { get; } = new();

    public PacketForwarder Forwarder { get; }

    /// <summary>Sends an IPv4 packet that carries a number in its last byte, and lets the forwarder take it.</summary>
    public void Send(byte number, int length = 60)
    {
        Assert.True(_sender.Send(Packet(number, length)));
        Forwarder.Turn();
    }

    /// <summary>Sends without a turn.</summary>
    public void SendOnly(ReadOnlySpan<byte> packet) => Assert.True(_sender.Send(packet));

    public static byte[] Packet(byte number, int length = 60)
    {
        var packet = new byte[length];
        packet[0] = 0x45;
        packet[16] = 10;
        packet[^1] = number;
        return packet;
    }

    /// <summary>Moves the clock and returns the numbers of what came out.</summary>
    public List<byte> ReceiveAfter(TimeSpan time)
    {
        Clock.Now += (long)time.TotalNanoseconds;
        return [.. ReceiveFrames().Select(frame => frame[^1])];
    }

    public List<byte[]> ReceiveFrames()
    {
        while (Forwarder.Turn() || Forwarder.NextDue <= Clock.Now)
        {
        }

        return Released();
    }

    /// <summary>What came out so far, without a turn.</summary>
    public List<byte[]> Released()
    {
        var frames = new List<byte[]>();
        while (_receiver.Receive(_buffer) is var length && length > 0)
        {
            frames.Add(_buffer[..length]);
        }

        return frames;
    }

    public void Dispose()
    {
        _from.Dispose();
        _to.Dispose();
        _sender.Dispose();
        _receiver.Dispose();
    }

    private static (IPacketPort First, IPacketPort Second) Pair()
    {
        var pair = new int[2];
        const int Type = LibcSockets.TypeDatagram | Libc.OpenNonBlocking | Libc.OpenCloseOnExec;
        Assert.Equal(0, LibcSockets.CreatePair(LibcSockets.FamilyUnix, Type, 0, pair));
        return (new DescriptorPort(pair[0]), new DescriptorPort(pair[1]));
    }
}
