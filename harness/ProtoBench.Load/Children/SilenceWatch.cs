namespace ProtoBench.Load.Children;

/// <summary>
/// The child's end of the signs of life. A child of this machine ends when its input does; one on another host may never learn that the
/// cable was cut. So a parent that is far away sends an empty line every two seconds, and the child answers each with one. With the first
/// of them the child begins to watch: after three that did not come its parent has gone. A parent that sends none is not watched, so one
/// that is held by a debugger loses no children.
/// </summary>
/// <param name="interval">Between two signs.</param>
/// <param name="mercy">How long the child may take to end by itself.</param>
/// <param name="end">Ends it then.</param>
internal sealed class SilenceWatch(TimeSpan interval, TimeSpan mercy, Action end)
{
    /// <summary>
    /// So many intervals without a sign are silence. They are counted one by one: a process that was stopped for a while has missed one.
    /// </summary>
    public const int MostMissed = 3;

    /// <summary>Between two signs of life.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>What a role gets to end by itself, with all that it started; whoever hangs longer is killed.</summary>
    public static readonly TimeSpan Mercy = TimeSpan.FromSeconds(3);

    // A millisecond each: a line that takes longer waits for a pipe that nobody empties.
    private const int MostTries = 200;

    private readonly object _heard = new();
    private bool _watching;

    /// <summary>The parent has sent a sign of life.</summary>
    public void Hear(MessageChannel parent)
    {
        var isFirst = false;
        lock (_heard)
        {
            if (_watching)
            {
                Monitor.Pulse(_heard);
            }
            else
            {
                (_watching, isFirst) = (true, true);
                new Thread(() => Watch(parent)) { IsBackground = true, Name = "silence" }.Start();
            }
        }

        // Parents count from the first answer. It comes while the child introduces itself, and an answer beside a line is left out.
        for (var tries = 0; !parent.WriteBeat() && isFirst && tries < MostTries; tries++)
        {
            Thread.Sleep(1);
        }
    }

    private void Watch(MessageChannel parent)
    {
        lock (_heard)
        {
            for (var missed = 0; missed < MostMissed;)
            {
                missed = Monitor.Wait(_heard, interval) ? 0 : missed + 1;
            }
        }

        parent.GiveUp();
        Thread.Sleep(mercy);
        end();
    }
}
