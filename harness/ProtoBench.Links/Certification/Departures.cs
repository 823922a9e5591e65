using System.Net.Sockets;
using ProtoBench.Links.Engine;

namespace ProtoBench.Links.Certification;

/// <summary>
/// When each packet of a probe left, and with that until when an answer may still come. Counted from the last departure, not from when a
/// receiver began to wait: a sender that was kept from its processor for longer than that would otherwise find nobody listening, and a good
/// link would seem to have lost everything.
/// </summary>
/// <param name="count">How many it sends; at least one.</param>
/// <param name="silence">How long after the last departure an answer may come, for the times at which all have left.</param>
internal sealed class Departures(int count, Func<long[], TimeSpan> silence)
{
    private readonly Lock _gate = new();
    private double? _silence;
    private volatile bool _isAnswered;

    /// <summary>The same with a silence that is known before.</summary>
    public Departures(int count, TimeSpan silence)
        : this(count, _ => silence)
    {
    }

    /// <summary>Packets the probe sends.</summary>
    public int Count => Times.Length;

    /// <summary>
    /// Nanoseconds on the monotonic clock, 0 for a packet that has not left. To be read when the sending thread has ended.
    /// </summary>
    public long[] Times { get; } = new long[count];

    /// <summary>When a packet left, as the receiving thread may ask.</summary>
    public long Of(int number) => Volatile.Read(ref Times[number]);

    /// <summary>Notes that a packet leaves now.</summary>
    public void Leaves(int number) => Volatile.Write(ref Times[number], MonotonicClock.Instance.Now);

    /// <summary>Everything that was waited for has come: nobody has to listen any longer.</summary>
    public void AreAnswered() => _isAnswered = true;

    /// <summary>
    /// Receives the next datagram; false when nothing has come for the silence, all of it after the last packet left. The socket gives up
    /// in between (<see cref="ProbeSocket.Open"/>), so that takes as much longer as it waits at once.
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

            // Refused: the other side had closed its socket when something late came, which says nothing about what was measured.
            if (error is not (SocketError.TimedOut or SocketError.WouldBlock or SocketError.ConnectionRefused))
            {
                throw new SocketException((int)error);
            }

            if (_isAnswered || IsSilent())
            {
                return false;
            }
        }
    }

    private bool IsSilent()
    {
        var last = Of(Count - 1);
        if (last == 0)
        {
            return false;
        }

        // Every departure was noted before the last one was.
        lock (_gate)
        {
            _silence ??= silence(Times).TotalNanoseconds;
        }

        return MonotonicClock.Instance.Now - last >= _silence;
    }
}
