using System.Net;
using System.Net.Sockets;
using ProtoBench.Links.Certification;
using ProtoBench.Links.Engine;
using Xunit;

namespace ProtoBench.Tests.Links;

/// <summary>How long a probe's receiver listens, over loopback.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class DeparturesTests
{
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(20);

    [Fact]
    public void A_sender_that_is_kept_waiting_longer_than_the_silence_still_finds_its_receiver()
    {
        using var receiver = Receiver();
        using var sender = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        sender.Connect(receiver.LocalEndPoint!);
        var departures = new Departures(2, Silence);
        var sending = new Thread(() =>
        {
            for (byte number = 0; number < departures.Count; number++)
            {
                Thread.Sleep(10 * Silence);
                departures.Leaves(number);
                sender.Send([number]);
            }
        });
        sending.Start();
        Assert.Equal<byte?>(0, Next(departures, receiver));
        Assert.Equal<byte?>(1, Next(departures, receiver));
        sending.Join();
        Assert.Null(Next(departures, receiver));
    }

    [Fact]
    public void After_the_last_departure_a_lost_packet_is_given_up()
    {
        using var receiver = Receiver();
        var departures = new Departures(1, Silence);
        departures.Leaves(0);
        Assert.Null(Next(departures, receiver));
        Assert.InRange(MonotonicClock.Instance.Now - departures.Of(0), Silence.TotalNanoseconds, double.MaxValue);
    }

    private static Socket Receiver()
    {
        var socket =
            new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = (int)Silence.TotalMilliseconds };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static byte? Next(Departures departures, Socket socket)
    {
        Span<byte> buffer = stackalloc byte[8];
        return departures.TryReceive(socket, buffer, out _) ? buffer[0] : null;
    }
}
