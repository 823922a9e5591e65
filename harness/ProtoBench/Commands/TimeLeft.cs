using System.Diagnostics;

namespace ProtoBench.Commands;

/// <summary>How long a run will still take, from how long its trials took.</summary>
internal sealed class TimeLeft
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private int _done;

    /// <summary>Counts one more trial as done and says how long <paramref name="remaining"/> more will take.</summary>
    public TimeSpan After(int remaining)
    {
        _done++;
        return _watch.Elapsed / _done * remaining;
    }

    /// <summary>As <c>1:07</c>.</summary>
    public static string Text(TimeSpan time) => $"{(int)time.TotalMinutes}:{time.Seconds:00}";
}
