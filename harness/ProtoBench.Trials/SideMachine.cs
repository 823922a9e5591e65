using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;

namespace ProtoBench.Trials;

/// <summary>What one side saw of the machine it runs on.</summary>
/// <param name="Host">Where it runs.</param>
/// <param name="Kernel">The id of that kernel's boot; null: it did not tell. Hosts may be namespaces of one machine.</param>
/// <param name="Processors">Those it may run on.</param>
/// <param name="Samples">What it saw, at instants of the clock of this process.</param>
/// <param name="Awake">Did it keep the processors awake?</param>
internal sealed record SideMachine(
    string Host, string? Kernel, IReadOnlyList<int> Processors, IReadOnlyList<MachineSample> Samples, bool Awake)
{
    /// <summary>
    /// What else each host did between two instants: the time of its processors that none of these sides used. Null where nobody saw.
    /// </summary>
    /// <param name="sides">All that were measured meanwhile: of a round those of all arms.</param>
    /// <param name="from">Start, on the clock of this process.</param>
    /// <param name="to">End.</param>
    public static IReadOnlyList<HostMachine>? Between(IReadOnlyList<SideMachine> sides, long from, long to) => sides.Count == 0
        ? null
        : [.. sides.GroupBy(side => side.Host).Select(host => new HostMachine(
            host.Key,
            host.Select(side => side.Beside(sides, from, to)).MaxBy(state => state.OtherShare ?? -1)!,
            host.All(side => side.Awake)))];

    private MachineState Beside(IReadOnlyList<SideMachine> sides, long from, long to)
    {
        var seen = MachineStates.Between(Samples, from, to, new MachineState { Processors = Processors.Count });
        if (seen.OtherShare is not { } share)
        {
            return seen;
        }

        // What the others of the trial used on the same processors is no work of strangers.
        var ours = sides.Where(other => other != this && Shares(other))
            .Sum(other => MachineStates.OwnSeconds(other.Samples, from, to) ?? 0);
        return seen with { OtherShare = Math.Round(Math.Max(0, share - (ours / ((to - from) / 1e9 * Processors.Count))), 3) };
    }

    private bool Shares(SideMachine other) =>
        (Host == other.Host || (Kernel is not null && Kernel == other.Kernel)) && Processors.Intersect(other.Processors).Any();
}
