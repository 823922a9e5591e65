using ProtoBench.Model.Links.Model;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Links.Engine;

/// <summary>
/// What one direction did to packets, by when it was: counts of each kind in slices of time. Its memory is bounded and all taken when it is
/// made: once the slices are used up, each two become one of twice the length. A packet that is delivered whole costs nothing.
/// </summary>
internal sealed class DropTimeline
{
    /// <summary>With the shortest slices 205 s, longer than a trial takes; 4 bytes a kind.</summary>
    public const int Slices = 4096;

    /// <summary>Half of how often the sides are looked at, in nanoseconds.</summary>
    public const long ShortestSlice = 50_000_000;

    private static readonly TimeMarkKind[] Kinds =
        [TimeMarkKind.LinkLoss, TimeMarkKind.LinkQueueFull, TimeMarkKind.LinkDamage, TimeMarkKind.LinkOutageLoss];

    private readonly int[] _counts = new int[Kinds.Length * Slices];
    private long _slice = ShortestSlice;

    /// <summary>A packet was not delivered.</summary>
    /// <param name="fate">Why.</param>
    /// <param name="since">Nanoseconds from the link's start.</param>
    public void Dropped(PacketFate fate, long since)
    {
        switch (fate)
        {
            case PacketFate.Lost or PacketFate.LostInBurst or PacketFate.Listed:
                Add(TimeMarkKind.LinkLoss, since);
                break;
            case PacketFate.QueueFull:
                Add(TimeMarkKind.LinkQueueFull, since);
                break;
            case PacketFate.Blackout:
                Add(TimeMarkKind.LinkOutageLoss, since);
                break;
            default:
                // An overloaded emulator makes the whole trial invalid.
                break;
        }
    }

    /// <summary>A bit of a packet was inverted.</summary>
    /// <param name="since">Nanoseconds from the link's start.</param>
    public void Damaged(long since) => Add(TimeMarkKind.LinkDamage, since);

    public void Clear()
    {
        Array.Clear(_counts);
        _slice = ShortestSlice;
    }

    /// <summary>Takes the counts of another one.</summary>
    public void CopyFrom(DropTimeline other)
    {
        other._counts.CopyTo(_counts, 0);
        _slice = other._slice;
    }

    /// <summary>The slices in which something happened, in nanoseconds from the link's start.</summary>
    public IEnumerable<(TimeMarkKind What, long From, long To, int Packets)> Told()
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] > 0)
            {
                var slice = i % Slices;
                yield return (Kinds[i / Slices], slice * _slice, (slice + 1) * _slice, _counts[i]);
            }
        }
    }

    private void Add(TimeMarkKind what, long since)
    {
        while (since / _slice >= Slices)
        {
            Halve();
        }

        _counts[(Array.IndexOf(Kinds, what) * Slices) + (int)(since / _slice)]++;
    }

    // About 10 µs, after 205 s of a link's life, and then after 410 s and so on.
    private void Halve()
    {
        for (var kind = 0; kind < Kinds.Length; kind++)
        {
            var counts = _counts.AsSpan(kind * Slices, Slices);
            for (var i = 0; i < Slices / 2; i++)
            {
                counts[i] = counts[2 * i] + counts[(2 * i) + 1];
            }

            counts[(Slices / 2)..].Clear();
        }

        _slice *= 2;
    }
}
