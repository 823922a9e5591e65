using System.Buffers.Binary;
using System.Net.Sockets;
using ProtoBench.Links.Engine;
using ProtoBench.Links.Profiles;

namespace ProtoBench.Links.Certification;

/// <summary>Sends numbered datagrams one way at a fixed rate and notes which arrive, when and in which order.</summary>
internal static class FlowProbe
{
    private const double MostCatchUp = 3_000_000;

    // Above 20,000 packets a second the sender would spin all the time between them (Pacer). With real-time priority Linux then takes the processor from it, and from
    // the emulator, for 50 ms a second on behalf of everything else (the fair server of 6.12, before that sched_rt_runtime_us). So it sleeps every half millisecond.
    private const double BurstsPerSecond = 2_000;
    private const double FastestSinglePackets = 20_000;

    /// <param name="link">The link; nothing else should use it.</param>
    /// <param name="direction">Which way.</param>
    /// <param name="count">Datagrams to send.</param>
    /// <param name="packetBytes">Size of each as an IPv4 packet, 32 to 1500.</param>
    /// <param name="packetsPerSecond">Pace.</param>
    /// <param name="silence">The flow has ended when nothing arrives for this long after its last packet left.</param>
    public static FlowResult Measure(
        EmulatedLink link, LinkDirection direction, int count, int packetBytes, double packetsPerSecond, TimeSpan silence)
    {
        var up = direction == LinkDirection.Up;
        using var sender = ProbeSocket.Open(up ? link.Client : link.Server, up ? LinkAddresses.Client : LinkAddresses.Server, silence);
        using var receiver = ProbeSocket.Open(up ? link.Server : link.Client, up ? LinkAddresses.Server : LinkAddresses.Client, silence);
        sender.Connect(receiver.LocalEndPoint!);
        var tally = new FlowTally(count, packetBytes);
        var departures = new Departures(count, silence);
        var receiving = ProbeThread.Start("link flow receiver", link.Facts.RealTime, () => Receive(receiver, departures, tally));
        var sending = ProbeThread.Start("link flow sender", link.Facts.RealTime, () => Send(sender, departures, packetBytes - 28, packetsPerSecond));
        sending.Join();
        receiving.Join();
        return tally.Result(departures.Times);
    }

    private static void Send(Socket socket, Departures departures, int payloadBytes, double packetsPerSecond)
    {
        var payload = new byte[payloadBytes];
        var interval = 1e9 / packetsPerSecond;
        var burst = packetsPerSecond > FastestSinglePackets ? (int)Math.Ceiling(packetsPerSecond / BurstsPerSecond) : 1;
        double due = MonotonicClock.Instance.Now;
        for (var i = 0; i < departures.Count; i++)
        {
            if (i % burst == 0)
            {
                Pacer.WaitUntil((long)due);
            }

            BinaryPrimitives.WriteInt32LittleEndian(payload, i);
            departures.Leaves(i);
            socket.Send(payload);
            // A sender that was stopped may catch up a few milliseconds, not flood a queue with everything it missed.
            due = Math.Max(due + interval, departures.Of(i) - MostCatchUp);
        }
    }

    private static void Receive(Socket socket, Departures departures, FlowTally tally)
    {
        Span<byte> payload = stackalloc byte[1500];
        while (departures.TryReceive(socket, payload, out _))
        {
            tally.Arrived(BinaryPrimitives.ReadInt32LittleEndian(payload), MonotonicClock.Instance.Now);
            if (tally.IsComplete)
            {
                return;
            }
        }
    }
}
