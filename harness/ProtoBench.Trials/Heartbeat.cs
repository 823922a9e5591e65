using System.Diagnostics;
using ProtoBench.Load.Children;

namespace ProtoBench.Trials;

/// <summary>
/// The parent's end of the signs of life: one every two seconds, on a thread of its own. A child that has spoken and then leaves several
/// unanswered is out of reach, whatever the connection to it says. One that answers too late while it is measured stood still.
/// </summary>
internal sealed class Heartbeat : IDisposable
{
    /// <summary>So many unanswered signs are silence: one more than the child takes, so that it ends before it is given up.</summary>
    public const int MostUnanswered = SilenceWatch.MostMissed + 1;

    private readonly TimeSpan _interval;
    private readonly Action<TimeSpan?> _lost;
    private readonly AnswerWatch _answers = new();
    private readonly ManualResetEventSlim _over = new();
    private Thread? _thread;
    private int _unanswered;
    private bool _heard;

    /// <param name="interval">Between two signs.</param>
    /// <param name="lost">Called once, when the child is out of reach (null), or was silent for so long while it was measured.</param>
    public Heartbeat(TimeSpan interval, Action<TimeSpan?> lost) => (_interval, _lost) = (interval, lost);

    public void Start(MessageChannel child)
    {
        _thread = new Thread(() => Run(child)) { IsBackground = true, Name = "heartbeat" };
        _thread.Start();
    }

    /// <summary>The child is measured from now on, or no longer.</summary>
    public void Measure(bool measuring) => _answers.Measure(measuring);

    /// <summary>The child has written a line. While it writes one it leaves out answers.</summary>
    public void HearLine() => _answers.Heard();

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

                if (child.WriteBeat() && Volatile.Read(ref _heard))
                {
                    _answers.Asked();
                }

                if (IsOverBeforeTheNext())
                {
                    return;
                }
            }

            _lost(null);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The process that leads to the child has ended, and says how.
        }
    }

    private bool IsOverBeforeTheNext()
    {
        var sent = Stopwatch.StartNew();
        for (var looked = TimeSpan.Zero; looked < _interval;)
        {
            if (_over.Wait(AnswerWatch.Look))
            {
                return true;
            }

            var now = sent.Elapsed;
            _answers.Looked(now - looked);
            looked = now;
            if (_answers.Silence is { } silence)
            {
                _lost(silence);
                return true;
            }
        }

        return false;
    }
}
