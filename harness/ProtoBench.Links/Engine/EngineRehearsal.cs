using System.Buffers.Binary;
using System.Net;
using ProtoBench.Links.Native;
using ProtoBench.Links.Topology;
using ProtoBench.Model.Links.Model;
using ProtoBench.Model.Links.Profiles;
using ProtoBench.Native;

namespace ProtoBench.Links.Engine;

/// <summary>
/// Sends packets through a forwarder of its own before the link has any, so that nothing is compiled while a packet waits. Without it the
/// first packets that were due together left 0.7 to 1.2 ms late in every link process: joining them compiles a dozen methods. Over wifi,
/// where jitter piles packets up, that made two of eight quick certificates fail, the same ones every time.
/// </summary>
internal static class EngineRehearsal
{
    private const int PacketsOfAKind = 8;
    private const int PayloadBytes = 64;
    private const long Step = 100_000;
    private const byte Tcp = 6;
    private const byte Udp = 17;

    private static readonly bool[] Versions = [false, true];
    private static readonly byte[] Protocols = [Udp, Tcp];

    // More than the waiter learns from at once.
    private const int WakeUps = 32;

    /// <summary>What a profile asks for rarely or not at all, often: every reason to drop, copies, damage, packets that overtake.</summary>
    private static readonly LinkProfile Everything = new()
    {
        Name = "rehearsal",
        Title = "Everything at once",
        Source = "none",
        Up = new DirectionProfile
        {
            Delay = TimeSpan.FromMilliseconds(1),
            Jitter = new JitterProfile(JitterLaw.Uniform, TimeSpan.FromMilliseconds(1)),
            Reorder = true,
            Loss = new BurstLoss(0.2, 0.5),
            Duplicate = 0.3,
            Corrupt = 0.3,
            BitsPerSecond = 10e6,
            Queue = new QueueLimit(2, QueueUnit.Packets),
            Blackouts = [new Blackout(TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(0.3))],
        },
    };

    /// <summary>Does everything that a link of this profile does.</summary>
    /// <exception cref="LinkUnavailableException">/dev/null cannot be opened.</exception>
    public static void Run(LinkProfile profile)
    {
        Forward(new LinkModel(profile, LinkDirection.Up, seed: 0));
        Forward(new LinkModel(profile, LinkDirection.Down, seed: 0));
        Forward(new LinkModel(Everything, LinkDirection.Up, seed: 0));
        Wait();
    }

    private static void Forward(LinkModel model)
    {
        var sink = Libc.Open("/dev/null", Libc.OpenReadWrite | Libc.OpenCloseOnExec);
        if (sink < 0)
        {
            throw LinkUnavailableException.OfLastCall("opening /dev/null", "/dev must be mounted");
        }

        using var to = new TunPort(sink, () => 0);
        using var from = new QueuedPort();
        var clock = new ManualTime();
        var slots = 8 * PacketsOfAKind;
        var forwarder = new PacketForwarder(LinkDirection.Up, from, to, clock, new PacketPool(slots), slots, observer: null);
        forwarder.Restart(model, clock.Now);
        foreach (var packet in Packets())
        {
            from.Packets.Enqueue(packet);
            forwarder.Turn();
            clock.Now += Step;
        }

        // All that is still on its way is due now, and what belongs together leaves together.
        clock.Now = long.MaxValue / 2;
        forwarder.ReleaseOverdue();
        while (forwarder.Turn())
        {
        }
    }

    private static void Wait()
    {
        var readable = Libc.EventDescriptor(0, Libc.OpenCloseOnExec | Libc.OpenNonBlocking);
        var waiter = new ReleaseWaiter(MonotonicClock.Instance, readable, readable);
        for (var i = 0; i < WakeUps; i++)
        {
            waiter.Wait(MonotonicClock.Instance.Now + waiter.Margin + 1000, received: 0);
        }

        _ = Libc.Close(readable);
    }

    private static IEnumerable<byte[]> Packets() =>
        from isVersion6 in Versions
        from protocol in Protocols
        from number in Enumerable.Range(0, PacketsOfAKind)
        select Packet(isVersion6, protocol, number);

    // As SegmentTrain wants them: consecutive, of one flow and one size (RFC 791, RFC 8200, RFC 768, RFC 9293). Nobody looks at their
    // checksums.
    private static byte[] Packet(bool isVersion6, byte protocol, int number)
    {
        var network = isVersion6 ? 40 : 20;
        var payload = (protocol == Tcp ? 20 : 8) + PayloadBytes;
        var packet = new byte[network + payload];
        if (isVersion6)
        {
            packet[0] = 0x60;
            packet[6] = protocol;
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), (ushort)payload);
            Address(LinkAddresses.Client6, packet.AsSpan(8));
            Address(LinkAddresses.Server6, packet.AsSpan(24));
        }
        else
        {
            packet[0] = 0x45;
            packet[6] = 0x40;
            packet[9] = protocol;
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
            Address(LinkAddresses.Client, packet.AsSpan(12));
            Address(LinkAddresses.Server, packet.AsSpan(16));
        }

        var transport = packet.AsSpan(network);
        if (protocol == Tcp)
        {
            BinaryPrimitives.WriteUInt32BigEndian(transport[4..], (uint)(number * PayloadBytes));
            transport[12] = 0x50;
            transport[13] = 0x10;
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(transport[4..], (ushort)payload);
            transport[6] = 1;
        }

        return packet;
    }

    private static void Address(IPAddress address, Span<byte> destination) => address.TryWriteBytes(destination, out _);

    private sealed class ManualTime : ILinkClock
    {
        public long Now { get; set; }
    }

    private sealed class QueuedPort : IPacketPort
    {
        public Queue<byte[]> Packets { get; } = new();

        public int PollDescriptor => -1;

        public int HeaderBytes => 0;

        public int Receive(Span<byte> buffer)
        {
            if (!Packets.TryDequeue(out var packet))
            {
                return 0;
            }

            packet.CopyTo(buffer);
            return packet.Length;
        }

        public bool Send(ReadOnlySpan<byte> packet) => false;

        public long OverflowDrops() => 0;

        public void Dispose() => Packets.Clear();
    }
}
