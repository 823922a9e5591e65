using System.Buffers.Binary;
using System.Net.Sockets;
using ProtoBench.Links.Engine;
using ProtoBench.Links.Profiles;

namespace ProtoBench.Links.Certification;

/// <summary>Sends numbered datagrams one way at a fixed rate and notes which arrive, when and in which order.</summary>
internal static class FlowProbe
{
    /// <param name="link">The link; nothing else should use it.</param>
    /// <param name="direction">Which way.</param>
    /// <param name="count">Datagrams to send.</param>
    /// <param name="packetBytes">Size of each as an IPv4 packet, 32 to 1500.</param>
    /// <param name="packetsPerSecond">Pace.</param>
    /// <param name="silence">The flow has ended when nothing arrives for this long.</param>
    public static FlowResult Measure(
        EmulatedLink link, LinkDirection direction, int count, int packetBytes, double packetsPerSecond, TimeSpan silence)
    {
        var up = direction == LinkDirection.Up;
        using var sender = ProbeSocket.Open(up ? link.Client : link.Server, up ? LinkAddresses.Client : LinkAddresses.Server, silence);
        using var receiver = ProbeSocket.Open(up ? link.Server : link.Client, up ? LinkAddresses.Server : LinkAddresses.Client, silence);
        sender.Connect(receiver.LocalEndPoint!);
        var tally = new FlowTally(count, packetBytes);
        var receiving = new Thread(() => Receive(receiver, tally)) { Name = "link flow receiver", IsBackground = true };
        receiving.Start();
        var seconds = Send(sender, count, packetBytes - 28, packetsPerSecond);
        receiving.Join();
        return tally.Result(count * packetBytes * 8.0 / seconds);
    }

    private static double Send(Socket socket, int count, int payloadBytes, double packetsPerSecond)
    {
        Pacer.Prepare();
        var payload = new byte[payloadBytes];
        var start = MonotonicClock.Instance.Now;
        for (var i = 0; i < count; i++)
        {
            Pacer.WaitUntil(start + (long)(i * 1e9 / packetsPerSecond));
            BinaryPrimitives.WriteInt32LittleEndian(payload, i);
            socket.Send(payload);
        }

        return (MonotonicClock.Instance.Now - start) / 1e9;
    }

    private static void Receive(Socket socket, FlowTally tally)
    {
        Span<byte> payload = stackalloc byte[1500];
        while (RoundTripProbe.TryReceive(socket, payload, out _))
        {
            tally.Arrived(BinaryPrimitives.ReadInt32LittleEndian(payload), MonotonicClock.Instance.Now);
            if (tally.IsComplete)
            {
                return;
            }
        }
    }
}
