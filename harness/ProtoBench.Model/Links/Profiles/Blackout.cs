namespace ProtoBench.Model.Links.Profiles;

/// <summary>A time without any connection.</summary>
/// <param name="At">Beginning, from the link's start.</param>
/// <param name="Length">How long it lasts.</param>
/// <param name="Every">Repeats with this period; null means once.</param>
public sealed record Blackout(TimeSpan At, TimeSpan Length, TimeSpan? Every = null)
{
    /// <summary>When the blackout ends that covers this time; null when none does.</summary>
    /// <param name="time">From the link's start.</param>
    public TimeSpan? EndAround(TimeSpan time)
    {
        var since = time - At;
        if (since < TimeSpan.Zero)
        {
            return null;
        }

        var within = Every is { Ticks: > 0 } every ? TimeSpan.FromTicks(since.Ticks % every.Ticks) : since;
        return within < Length ? time + Length - within : null;
    }
}
