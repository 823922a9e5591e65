using System.Text.Json.Serialization;

namespace ProtoBench.Model.Clocks;

/// <summary>
/// How an instant of one clock is read on another: by adding <paramref name="Nanoseconds"/>, which are known to within
/// <paramref name="BoundNanoseconds"/>. Monotonic clocks of two hosts count from when each was started, so they differ by days; those of
/// two processes that share a kernel and a time namespace do not differ at all (clock_gettime(2), time_namespaces(7)).
/// </summary>
/// <param name="Nanoseconds">What is added.</param>
/// <param name="BoundNanoseconds">How far the true difference can lie from that, either way; 0: it is exact.</param>
[method: JsonConstructor]
public readonly record struct ClockMap(long Nanoseconds, long BoundNanoseconds)
{
    /// <summary>Of two processes that read one clock.</summary>
    public static ClockMap Shared => default;

    /// <summary>
    /// From the clock of a process that was asked to that of who asked. The answer was given at some time between question and receipt, so
    /// the middle is wrong by half the round trip at most, however unlike the two ways are (RFC 5905, 8); the shortest round trip counts.
    /// </summary>
    /// <exception cref="ArgumentException">There is no reading, or one that ended before it began.</exception>
    public static ClockMap Of(IReadOnlyList<ClockReading> readings)
    {
        if (readings.Count == 0 || readings.Any(reading => reading.RoundTrip < 0))
        {
            throw new ArgumentException("a clock is known from readings that end after they began", nameof(readings));
        }

        var best = readings.MinBy(reading => reading.RoundTrip);
        var half = (best.RoundTrip + 1) / 2;
        return new ClockMap(best.Sent + half - best.Told, half);
    }

    /// <summary>The instant on the other clock.</summary>
    public long Read(long instant) => instant + Nanoseconds;

    /// <summary>The way back.</summary>
    public ClockMap Inverted() => new(-Nanoseconds, BoundNanoseconds);

    /// <summary>From the first clock to a third one; what is not known of either adds up.</summary>
    /// <param name="next">From the second clock to the third.</param>
    public ClockMap Then(ClockMap next) =>
        new(Nanoseconds + next.Nanoseconds, BoundNanoseconds + next.BoundNanoseconds);

    /// <summary>
    /// What holds from this reading until a later one. Clocks run at unlike speeds, so the difference may have been anything between the
    /// two readings and their errors.
    /// </summary>
    public ClockMap Until(ClockMap later)
    {
        var (low, high) = (Math.Min(Low, later.Low), Math.Max(High, later.High));
        var half = (high - low + 1) / 2;
        return new ClockMap(low + half, half);
    }

    /// <summary>How wrong something can be that was read with a difference of <paramref name="nanoseconds"/>.</summary>
    public long BoundOf(long nanoseconds) => Math.Max(Math.Abs(High - nanoseconds), Math.Abs(nanoseconds - Low));

    private long Low => Nanoseconds - BoundNanoseconds;

    private long High => Nanoseconds + BoundNanoseconds;
}
