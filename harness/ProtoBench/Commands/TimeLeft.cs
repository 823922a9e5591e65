using System.Diagnostics;

namespace ProtoBench.Commands;

/// <summary>How long a run will still take at most, from how long its trials took.</summary>
/// <param name="budget">No repetition begins that would not end within it; null: there is none.</param>
internal sealed class TimeLeft(TimeSpan? budget)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private double _seconds;
    private int _done;

    /// <summary>Counts one more trial as done and says how long <paramref name="remaining"/> more will take.</summary>
    /// <param name="seconds">What it took; trials of a round end all at once.</param>
    /// <param name="remaining">How many are left.</param>
    public TimeSpan After(double seconds, int remaining)
    {
        _done++;
        _seconds += seconds;
        var all = TimeSpan.FromSeconds(_seconds / _done * remaining);
        var left = budget - _watch.Elapsed;
        return left < TimeSpan.Zero ? TimeSpan.Zero : left < all ? left.Value : all;
    }

    /// <summary>As <c>1:07</c>.</summary>
    public static string Text(TimeSpan time) => $"{(int)time.TotalMinutes}:{time.Seconds:00}";
}
