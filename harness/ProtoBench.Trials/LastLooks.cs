using System.Collections.Concurrent;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Trials;

/// <summary>
/// What the paths between hosts were like when they were last looked at. The look behind one trial is also that before the next, and sides
/// that are driven in turns begin with one look: between them lies no load, and a look in processes that have just started takes a third of
/// a second. Knows no clock.
/// </summary>
internal sealed class LastLooks : IDisposable
{
    /// <summary>
    /// An older one is not used: between two trials processes end and start, and on a busy machine that takes seconds.
    /// </summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private ConcurrentDictionary<(string From, string To), (PathLook Look, long At)> _before = new();
    private ConcurrentDictionary<(string From, string To), (PathLook Look, long At)> _behind = new();

    /// <summary>Held by who looks before anything is measured: others use what it saw.</summary>
    public SemaphoreSlim Looking { get; } = new(1);

    /// <summary>
    /// A trial, or several that are driven in turns, begins. What was seen behind the last one is from now on what was before; what was
    /// before that one is not, because its load lies between.
    /// </summary>
    public void Begin() => (_before, _behind) = (_behind, new());

    /// <summary>Somebody looked before anything was measured.</summary>
    /// <param name="from">The client's host.</param>
    /// <param name="to">The server's host.</param>
    /// <param name="look">What was seen.</param>
    /// <param name="now">In nanoseconds of this process's clock.</param>
    public void SawBefore(string from, string to, PathLook look, long now) => _before[(from, to)] = (look, now);

    /// <summary>Somebody looked behind what was measured.</summary>
    /// <param name="from">The client's host.</param>
    /// <param name="to">The server's host.</param>
    /// <param name="look">What was seen.</param>
    /// <param name="now">In nanoseconds of this process's clock.</param>
    public void SawBehind(string from, string to, PathLook look, long now) => _behind[(from, to)] = (look, now);

    /// <summary>The look that serves as the one before, with its age in seconds; null: one has to look.</summary>
    /// <param name="from">The client's host.</param>
    /// <param name="to">The server's host.</param>
    /// <param name="now">In nanoseconds of this process's clock.</param>
    public (PathLook Look, double Seconds)? Before(string from, string to, long now) =>
        _before.TryGetValue((from, to), out var seen) && now - seen.At <= Longest.TotalNanoseconds
            ? (seen.Look, (now - seen.At) / 1e9)
            : null;

    public void Dispose() => Looking.Dispose();
}
