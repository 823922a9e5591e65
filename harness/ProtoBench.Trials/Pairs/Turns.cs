using ProtoBench.Load.Children;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Randomness;

namespace ProtoBench.Trials.Pairs;

/// <summary>One slice of every side, one right after the other.</summary>
/// <param name="Order">The sides in the order they were driven, by position.</param>
/// <param name="Slices">What each side did, by position; null: it has failed.</param>
internal sealed record Turn(IReadOnlyList<int> Order, IReadOnlyList<SliceDone?> Slices);

/// <summary>Drives sides that are alive at once in turns.</summary>
internal static class Turns
{
    // Random lengths and orders keep slices from beating with anything periodic: fixed ones showed a p99 difference of −3 % that was none.
    private const double Jitter = 0.2;

    /// <param name="sides">How many there are.</param>
    /// <param name="plan">Slices of each and their length.</param>
    /// <param name="seed">Of lengths and orders.</param>
    /// <param name="drive">Drives one side for a slice; gives null for one that has failed and has no more turns.</param>
    public static async Task<IReadOnlyList<Turn>> DriveAsync(
        int sides, SlicePlan plan, ulong seed, Func<int, TimeSpan, Task<SliceDone?>> drive)
    {
        var random = new SeededRandom(TrialSeed.Derive(seed, 1));
        var turns = new List<Turn>(plan.Count);
        for (var i = 0; i < plan.Count; i++)
        {
            var order = Enumerable.Range(0, sides).ToArray();
            random.Shuffle(order);
            var duration = TimeSpan.FromSeconds(plan.Seconds * (1 + (Jitter * ((2 * random.NextPositive()) - 1))));
            var slices = new SliceDone?[sides];
            foreach (var side in order)
            {
                slices[side] = await drive(side, duration).ConfigureAwait(false);
            }

            turns.Add(new Turn(order, slices));
        }

        return turns;
    }
}
