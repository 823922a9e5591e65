using System.Buffers.Binary;
using System.Net.Sockets;
using ProtoBench.Links.Engine;
using ProtoBench.Links.Topology;
using ProtoBench.Model.Links.Profiles;

namespace ProtoBench.Links.Certification;

/// <summary>Sends numbered datagrams one way at a fixed rate and notes which arrive, when and in which order.</summary>
internal static class FlowProbe
{
    private const double MostCatchUp = 3_000_000;

    // Above 20,000 packets a second the sender would spin all the time between them (Pacer). With real-time priority Linux then takes the
    // processor from it, and from the emulator, for 50 ms a second on behalf of everything else (the fair server of 6.12, before that
    // sched_rt_runtime_us). So it sleeps every half millisecond.
    private const double BurstsPerSecond = 2_000;
    private const double FastestSinglePackets = 20_000;

    /// <param name="link">The link; nothing else should use it.</param>
    /// <param name="direction">Which way.</param>
    /// <param name="plan">What to send.</param>
    /// <param name="silence">
    /// The flow has ended when nothing arrives for this long after its last packet left, for the times from the link's start at which its
    /// packets left.
    /// </param>
    public static FlowResult Measure(EmulatedLink link, LinkDirection direction, FlowPlan plan, Func<long[], TimeSpan> silence)
    {
        var up = direction == LinkDirection.Up;
        using var sender = ProbeSocket.Open(up ? link.Client : link.Server, up ? LinkAddresses.Client : LinkAddresses.Server);
        using var receiver = ProbeSocket.Open(up ? link.Server : link.Client, up ? LinkAddresses.Server : LinkAddresses.Client);
        sender.Connect(receiver.LocalEndPoint!);
        long[] SinceStart(long[] times) => [.. times.Select(time => time - link.StartedAt)];
        var tally = new FlowTally(plan.Count, plan.PacketBytes, link.Profile[direction].Duplicate > 0);
        var departures = new Departures(plan.Count, times => silence(SinceStart(times)));
        var start = Math.Max(MonotonicClock.Instance.Now, link.StartedAt + (long)plan.Start.TotalNanoseconds);
        var receiving = ProbeThread.Start("link flow receiver", link.Facts.RealTime, () => Receive(receiver, departures, tally));
        var sending = ProbeThread.Start("link flow sender", link.Facts.RealTime, () => Send(sender, departures, start, plan));
        sending.Join();
        receiving.Join();
        return tally.Result(SinceStart(departures.Times));
    }

    private static void Send(Socket socket, Departures departures, long start, FlowPlan plan)
    {
        var payload = new byte[plan.PacketBytes - 28];
        var interval = 1e9 / plan.PacketsPerSecond;
        var burst = plan.PacketsPerSecond > FastestSinglePackets ? (int)Math.Ceiling(plan.PacketsPerSecond / BurstsPerSecond) : 1;
        double due = start;
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
