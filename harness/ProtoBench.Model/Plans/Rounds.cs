using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Model.Plans;

/// <summary>Which trials of a repetition are measured together, in turns. Pure.</summary>
internal static class Rounds
{
    /// <summary>
    /// Arms whose processes are alive at once, at most. Two processes of about 100 MB each and their connections are then bounded by 3 GB
    /// on any machine, and nobody waits longer than eleven others' slices.
    /// </summary>
    public const int MostArms = 12;

    /// <summary>Connections of all arms of a round together, at most; an arm that needs more has a round of its own.</summary>
    public const int MostConnections = 4_000;

    /// <summary>
    /// The cells of one repetition in random order, cut into what is measured together: cells of the same workload, link and load, where
    /// the scenario wants them interleaved (<see cref="TrialDesign"/>) and their workload can be cut into slices; every other cell stands
    /// alone. Where not all of a
    /// group fit, who meets whom is drawn anew for every repetition, so that in time everybody has met everybody.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<Cell>> Of(
        Scenario scenario, IReadOnlyList<Cell> shuffled, IReadOnlyList<IWorkloadKind> kinds)
    {
        if (scenario.Design is TrialDesign.Separate)
        {
            return [.. shuffled.Select(cell => (IReadOnlyList<Cell>)[cell])];
        }

        var rounds = new List<IReadOnlyList<Cell>>();
        foreach (var group in shuffled.GroupBy(GroupOf, StringComparer.Ordinal))
        {
            rounds.AddRange(Fits(scenario.Design, group.First(), kinds)
                ? Cut([.. group])
                : group.Select(cell => (IReadOnlyList<Cell>)[cell]));
        }

        return rounds;
    }

    /// <summary>Cells with the same text may be compared with each other.</summary>
    public static string GroupOf(Cell cell) => $"{cell.Workload.Name}/{cell.Link}/{cell.Load.Name}";

    // The cells of a group have workload, link and load in common; those of a search each have a rate of their own, and slices would cut
    // a rate that changes.
    private static bool Fits(TrialDesign design, Cell cell, IReadOnlyList<IWorkloadKind> kinds) =>
        cell.Load is { Search: null, Shape: null }
        && WorkloadKinds.Find(kinds, cell.Workload.Kind).WhyNotInSlices is null
        && (design is TrialDesign.Interleaved
            || (cell.Load.Loop is LoopKind.Closed && cell.Link == ScenarioVocabulary.Loopback && cell.Workload.Think is null));

    private static IEnumerable<IReadOnlyList<Cell>> Cut(List<Cell> group)
    {
        var alone = group.Where(cell => cell.Connections > MostConnections).ToList();
        var rest = group.Except(alone).ToList();
        var most = MostTogether(rest);

        // Of nearly the same size: a last round of one arm would compare it with nobody.
        var rounds = (rest.Count + most - 1) / most;
        for (var i = 0; i < rounds; i++)
        {
            yield return rest[(i * rest.Count / rounds)..((i + 1) * rest.Count / rounds)];
        }

        foreach (var cell in alone)
        {
            yield return [cell];
        }
    }

    private static int MostTogether(List<Cell> cells)
    {
        var connections = cells.Count == 0 ? 1 : cells.Max(cell => cell.Connections);
        return Math.Clamp(MostConnections / Math.Max(1, connections), 1, MostArms);
    }
}
