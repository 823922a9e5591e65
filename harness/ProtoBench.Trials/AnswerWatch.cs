namespace ProtoBench.Trials;

/// <summary>
/// How long a child leaves signs of life unanswered while it is measured. A host that is paused for some seconds answers all of them when
/// it goes on, so only the time until that answer tells. Time is counted in short looks, as long as they were meant to be: should the
/// parent itself be stopped, that is no silence of the child's. Knows no clock and no process; used from several threads.
/// </summary>
internal sealed class AnswerWatch
{
    /// <summary>
    /// A child that leaves a sign unanswered for longer stood still, or nothing went over the network. Answers of children under load took
    /// up to half a second between hosts. With a sign every two seconds, no pause of 4.75 s or more is missed.
    /// </summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(2.5);

    /// <summary>Between two looks.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private bool _measuring;
    private TimeSpan? _waiting;
    private TimeSpan? _silence;

    /// <summary>The silence that was too long, once it is over; null: there was none while it was measured.</summary>
    public TimeSpan? Silence
    {
        get
        {
            lock (_lock)
            {
                return _silence;
            }
        }
    }

    /// <summary>From now on the child is measured, or no longer. What happened before says nothing of what comes.</summary>
    public void Measure(bool measuring)
    {
        lock (_lock)
        {
            _measuring = measuring;
            _waiting = null;
        }
    }

    /// <summary>A sign was sent. Only the oldest without an answer counts.</summary>
    public void Asked()
    {
        lock (_lock)
        {
            _waiting ??= _measuring ? TimeSpan.Zero : null;
        }
    }

    /// <summary>A look.</summary>
    /// <param name="elapsed">Since the one before.</param>
    public void Looked(TimeSpan elapsed)
    {
        lock (_lock)
        {
            _waiting += elapsed < 2 * Look ? elapsed : Look;
        }
    }

    /// <summary>The child has written a line, whatever it says.</summary>
    public void Heard()
    {
        lock (_lock)
        {
            _silence ??= _waiting > Longest ? _waiting : null;
            _waiting = null;
        }
    }
}
