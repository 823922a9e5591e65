using System.Net.Sockets;
using ProtoBench.Links.Engine;

namespace ProtoBench.Links.Certification;

/// <summary>
/// When each packet of a probe left, and with that until when an answer may still come. Counted from the last departure, not from when a receiver began to wait:
/// a sender that was kept from its processor for longer than that would otherwise find nobody listening, and a good link would seem to have lost everything.
/// </summary>
/// <param name="count">How many it sends; at least one.</param>
/// <param name="silence">How long after the last departure an answer may come.</param>
internal sealed class Departures(int count, TimeSpan silence)
{
    /// <summary>Packets the probe sends.</summary>
    public int Count => Times.Length;

    /// <summary>Nanoseconds on the monotonic clock, 0 for a packet that has not left. To be read when the sending thread has ended.</summary>
    public long[] Times { get; } = new long[count];

    /// <summary>When a packet left, as the receiving thread may ask.</summary>
    public long Of(int number) => Volatile.Read(ref Times[number]);

    /// <summary>Notes that a packet leaves now.</summary>
    public void Leaves(int number) => Volatile.Write(ref Times[number], MonotonicClock.Instance.Now);

    /// <summary>
    /// Receives the next datagram; false when nothing has come for the silence, all of it after the last packet left. The socket gives up after that silence each time
    /// (<see cref="ProbeSocket.Open"/>), so that takes less than twice the silence.
    /// </summary>
    public bool TryReceive(Socket socket, Span<byte> buffer, out int length)
    {
        while (true)
        {
            length = socket.Receive(buffer, SocketFlags.None, out var error);
            if (error == SocketError.Success)
            {
                return true;
            }

            if (error is not (SocketError.TimedOut or SocketError.WouldBlock))
            {
                throw new SocketException((int)error);
            }

            var last = Of(Count - 1);
            if (last != 0 && MonotonicClock.Instance.Now - last >= silence.TotalNanoseconds)
            {
                return false;
            }
        }
    }
}
