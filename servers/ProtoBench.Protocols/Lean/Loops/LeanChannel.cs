using System.Diagnostics;
using System.Net.Sockets;

namespace ProtoBench.Protocols.Lean.Loops;

/// <summary>A connection's bytes in both directions, plain or inside TLS.</summary>
internal abstract class LeanChannel(LoopSocket socket)
{
    public EventLoop Loop => Transport.Loop;

    protected LoopSocket Transport { get; } = socket;

    protected IChannelUser User { get; private set; } = null!;

    /// <summary>Begins to read; inside TLS on the loop's thread. Once.</summary>
    public void Start(IChannelUser user)
    {
        User = user;
        Begin();
    }

    /// <summary>
    /// Sends both pieces. False: <see cref="IChannelUser.Sent"/> follows, and until then the memory is in use. From any thread, one at a
    /// time.
    /// </summary>
    public abstract bool Send(ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> second);

    /// <summary>Closes it, from any thread; <see cref="IChannelUser.Ended"/> follows on the loop's if it has not been told yet.</summary>
    public void Close() => Transport.Close();

    protected abstract void Begin();
}

/// <summary>Who is told what comes over a channel, on the loop's thread.</summary>
internal interface IChannelUser
{
    /// <summary>
    /// Did the last bytes end with a response's head, whose content is still to come? Servers write both one right after the other.
    /// </summary>
    bool AwaitsContent { get; }

    /// <summary>Does something wait to be sent that may go together with what the answers of others will let go on?</summary>
    bool Overlaps => false;

    /// <summary>Something has come; the bytes are valid during the call.</summary>
    void Received(ReadOnlySpan<byte> bytes);

    /// <summary>Nothing more is there for now: who has kept something to be sent together sends it.</summary>
    void Rest()
    {
    }

    /// <summary>What <see cref="LeanChannel.Send"/> had left has gone, or nobody will take it any more.</summary>
    void Sent();

    /// <summary>Nothing more will come. Null: the peer has ended its side; a <see cref="ChannelClosedException"/>: this side has.</summary>
    void Ended(Exception? error);
}

/// <summary>This side has closed the connection.</summary>
internal sealed class ChannelClosedException() : IOException("the connection is closed");

/// <summary>A channel in plain text.</summary>
internal sealed class PlainChannel(LoopSocket socket) : LeanChannel(socket), ILoopSocketUser
{
    // Where only a response's head has come, it looks again for 10 us before it sleeps, which is about what sleeping and being woken costs.
    // nginx sends head and content of an HTTP/2 response in two calls, a few microseconds apart.
    private static readonly long AgainTicks = Stopwatch.Frequency / 100_000;

    // Between two looks, about 3 us by the runtime's measure of a spin (37 ns). Each look locks the socket, which the sender's packet then
    // waits for. With the pause the rate was 1.08 and 1.03 times h2load's at 1 x 32 and 16 x 16 streams on nginx, without it 1.03 and 1.01.
    private const int PauseSpins = 75;

    // Where exchanges overlap, further answers may have come while one was worked off, and what all of them let go on leaves in one call.
    // Beside nginx on the other processor h2load's rate was 1.18 and 1.11 times ours at 1 x 32 and 16 x 16 streams without this, because
    // nginx then read about one request a call; with it, 0.93 to 0.99 and 0.90 to 0.99 (scripts/versus.sh). Others of the loop want to be
    // read, too.
    private const int MostReads = 16;

    private bool _ended;

    public override bool Send(ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> second) => Transport.Send(first, second);

    public void Readable()
    {
        var until = 0L;
        var reads = 0;
        int received;
        do
        {
            try
            {
                received = Transport.Receive(Loop.Buffer);
            }
            catch (SocketException error)
            {
                End(error);
                return;
            }

            if (received == 0)
            {
                End(null);
                return;
            }

            if (received > 0)
            {
                User.Received(Loop.Buffer.AsSpan(0, received));
                if (User.AwaitsContent)
                {
                    until = Stopwatch.GetTimestamp() + AgainTicks;
                }
                else if (!User.Overlaps || ++reads == MostReads)
                {
                    break;
                }
            }
        }
        while (received > 0 || MayFollow(until));
        User.Rest();
    }

    private static bool MayFollow(long until)
    {
        if (Stopwatch.GetTimestamp() >= until)
        {
            return false;
        }

        Thread.SpinWait(PauseSpins);
        return true;
    }

    public void Sent() => User.Sent();

    public void Closed() => End(new ChannelClosedException());

    protected override void Begin() => Transport.Start(this);

    private void End(Exception? error)
    {
        if (!_ended)
        {
            _ended = true;
            Transport.End();
            User.Ended(error);
        }
    }
}
