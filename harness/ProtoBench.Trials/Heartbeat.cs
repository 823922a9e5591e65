using ProtoBench.Load.Children;

namespace ProtoBench.Trials;

/// <summary>
/// The parent's end of the signs of life: one every two seconds, on a thread of its own. A child that has spoken and then leaves several
/// unanswered is out of reach, whatever the connection to it says.
/// </summary>
internal sealed class Heartbeat : IDisposable
{
    /// <summary>So many unanswered signs are silence: one more than the child takes, so that it ends before it is given up.</summary>
    public const int MostUnanswered = SilenceWatch.MostMissed + 1;

    private readonly TimeSpan _interval;
    private readonly Action _lost;
    private readonly ManualResetEventSlim _over = new();
    private Thread? _thread;
    private int _unanswered;
    private bool _heard;

    /// <param name="interval">Between two signs.</param>
    /// <param name="lost">Called once, when the child is out of reach.</param>
    public Heartbeat(TimeSpan interval, Action lost) => (_interval, _lost) = (interval, lost);

    public void Start(MessageChannel child)
    {
        _thread = new Thread(() => Run(child)) { IsBackground = true, Name = "heartbeat" };
        _thread.Start();
    }

    /// <summary>The child has answered.</summary>
    public void Hear()
    {
        Volatile.Write(ref _unanswered, 0);
        Volatile.Write(ref _heard, true);
    }

    public void Dispose()
    {
        _over.Set();
        _thread?.Join();
        _over.Dispose();
    }

    private void Run(MessageChannel child)
    {
        try
        {
            while (Volatile.Read(ref _unanswered) < MostUnanswered)
            {
                // How long a start may take is another limit's affair.
                if (Volatile.Read(ref _heard))
                {
                    Interlocked.Increment(ref _unanswered);
                }

                child.WriteBeat();
                if (_over.Wait(_interval))
                {
                    return;
                }
            }

            _lost();
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The process that leads to the child has ended, and says how.
        }
    }
}
