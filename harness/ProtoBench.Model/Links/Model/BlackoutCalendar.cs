using ProtoBench.Model.Links.Profiles;

namespace ProtoBench.Model.Links.Model;

/// <summary>Answers whether a time lies in a blackout.</summary>
internal sealed class BlackoutCalendar(IReadOnlyList<Blackout> blackouts)
{
    private readonly (long At, long Length, long Every)[] _blackouts =
        [.. blackouts.Select(b => ((long)b.At.TotalNanoseconds, (long)b.Length.TotalNanoseconds, (long)(b.Every?.TotalNanoseconds ?? 0)))];

    /// <summary>True when <paramref name="now"/>, in nanoseconds from the link's start, is inside a blackout; its end is outside.</summary>
    public bool Covers(long now)
    {
        foreach (var (at, length, every) in _blackouts)
        {
            var since = now - at;
            if (since >= 0 && (every == 0 ? since : since % every) < length)
            {
                return true;
            }
        }

        return false;
    }
}
