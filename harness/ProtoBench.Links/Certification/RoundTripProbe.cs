using System.Buffers.Binary;
using System.Net.Sockets;
using ProtoBench.Links.Engine;
using ProtoBench.Links.Topology;

namespace ProtoBench.Links.Certification;

/// <summary>Measures round trips with paced UDP probes that do not wait for each other.</summary>
internal static class RoundTripProbe
{
    /// <summary>Payload of a probe.</summary>
    public const int PayloadBytes = 64;

    /// <summary>The probe as an IPv4 packet.</summary>
    public const int PacketBytes = PayloadBytes + 28;

    /// <summary>Sends probes and waits for what comes back in time.</summary>
    /// <param name="link">The link; nothing else should use it.</param>
    /// <param name="start">When the first leaves, from the link's start.</param>
    /// <param name="count">Probes to send.</param>
    /// <param name="interval">Time between them.</param>
    /// <param name="silence">How long to wait for answers after the last one has left, for the times from the link's start at which they
    /// left.</param>
    /// <returns>Sorted round trips of those that were answered, and when each probe left from the link's start, all in
    /// nanoseconds.</returns>
    public static (long[] RoundTrips, long[] SentAt) Measure(
        EmulatedLink link, TimeSpan start, int count, TimeSpan interval, Func<long[], TimeSpan> silence)
    {
        using var server = ProbeSocket.Open(link.Server, LinkAddresses.Server);
        using var client = ProbeSocket.Open(link.Client, LinkAddresses.Client);
        client.Connect(server.LocalEndPoint!);
        server.Connect(client.LocalEndPoint!);
        long[] SinceStart(long[] times) => [.. times.Select(time => time - link.StartedAt)];
        var departures = new Departures(count, times => silence(SinceStart(times)));
        var roundTrips = new long[count];
        var echo = ProbeThread.Start("link probe echo", link.Facts.RealTime, () => Echo(server, departures));
        var receiver = ProbeThread.Start("link probe receiver", link.Facts.RealTime, () => Receive(client, departures, roundTrips));
        var sender = ProbeThread.Start(
            "link probe sender",
            link.Facts.RealTime,
            () => Send(client, departures, Math.Max(MonotonicClock.Instance.Now, link.StartedAt + (long)start.TotalNanoseconds), interval));
        sender.Join();
        receiver.Join();
        echo.Join();
        return ([.. roundTrips.Where(roundTrip => roundTrip > 0).Order()], SinceStart(departures.Times));
    }

    private static void Send(Socket socket, Departures departures, long start, TimeSpan interval)
    {
        Span<byte> payload = stackalloc byte[PayloadBytes];
        payload.Clear();
        for (var i = 0; i < departures.Count; i++)
        {
            Pacer.WaitUntil(start + (long)(i * interval.TotalNanoseconds));
            BinaryPrimitives.WriteInt32LittleEndian(payload, i);
            departures.Leaves(i);
            socket.Send(payload);
        }
    }

    private static void Receive(Socket socket, Departures departures, long[] roundTrips)
    {
        Span<byte> payload = stackalloc byte[PayloadBytes];
        // Probes are counted, not answers: of some there may be several copies.
        for (var answered = 0; answered < departures.Count;)
        {
            if (!departures.TryReceive(socket, payload, out _))
            {
                return;
            }

            var now = MonotonicClock.Instance.Now;
            var index = BinaryPrimitives.ReadInt32LittleEndian(payload);
            if (index >= 0 && index < departures.Count && roundTrips[index] == 0)
            {
                roundTrips[index] = now - departures.Of(index);
                answered++;
            }
        }

        departures.AreAnswered();
    }

    private static void Echo(Socket socket, Departures departures)
    {
        Span<byte> payload = stackalloc byte[PayloadBytes];
        while (departures.TryReceive(socket, payload, out var length))
        {
            socket.Send(payload[..length]);
        }
    }
}
