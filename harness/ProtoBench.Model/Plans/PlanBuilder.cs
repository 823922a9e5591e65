using ProtoBench.Contract;
using ProtoBench.Model.Randomness;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Searches;

namespace ProtoBench.Model.Plans;

/// <summary>
/// Turns a scenario into the list of trials to run. A pure function: the same scenario and catalog give the same plan. What the hosts of a
/// scenario can run they say themselves when they are reached: see <see cref="HostSupport"/>.
/// </summary>
public static class PlanBuilder
{
    /// <param name="scenario">What to compare.</param>
    /// <param name="catalog">The protocols that exist.</param>
    /// <param name="kinds">The kinds of workload that exist.</param>
    /// <param name="whyNotHere">Why this machine cannot run a cell, with the remedy; null when it can. Asked only about cells whose both
    /// sides run on it. Null: only what protocols say of themselves counts.</param>
    /// <exception cref="ArgumentException">An arm names a protocol outside the catalog, or two cells share an id; a scenario that was read
    /// from a file cannot.</exception>
    internal static Plan Build(
        Scenario scenario,
        IReadOnlyList<IProtocol> catalog,
        IReadOnlyList<IWorkloadKind> kinds,
        Func<Cell, string?>? whyNotHere = null)
    {
        var cells = BuildCells(scenario, catalog, kinds);
        if (whyNotHere is not null && scenario.Hosts is null)
        {
            cells = [.. cells.Select(cell => cell.Runs && whyNotHere(cell) is { } reason ? cell with { Unsupported = reason } : cell)];
        }

        if (cells.GroupBy(cell => cell.Id).FirstOrDefault(group => group.Count() > 1) is { } clash)
        {
            throw new ArgumentException(
                $"Two cells have the id '{clash.Key}'. Give arms, workloads and load points names of their own.", nameof(scenario));
        }

        return new Plan { Scenario = scenario, Cells = cells, Trials = OrderTrials(scenario, cells, kinds) };
    }

    private static List<Cell> BuildCells(Scenario scenario, IReadOnlyList<IProtocol> catalog, IReadOnlyList<IWorkloadKind> kinds)
    {
        var cells = new List<Cell>();
        foreach (var workload in scenario.Workloads)
        {
            var kind = WorkloadKinds.Find(kinds, workload.Kind);
            foreach (var arm in scenario.Arms.Select(arm => HostRules.Placed(scenario, arm)))
            {
                var protocol = catalog.FirstOrDefault(candidate => candidate.Name == arm.Protocol)
                    ?? throw new ArgumentException($"The catalog has no protocol '{arm.Protocol}'.", nameof(scenario));
                var server = scenario.Servers?.FirstOrDefault(side => side.Name == arm.Server);
                var lack = arm.Server is null ? null : ArmServers.WhyNot(arm, server, protocol) ?? kind.WhyNotForeign;
                cells.AddRange(
                    from link in scenario.Links
                    from load in workload.Loads ?? scenario.Loads
                    select BuildCell(
                        kind,
                        workload,
                        arm,
                        protocol,
                        link,
                        Fitted(load, workload, kind),
                        HostRules.Network(scenario, link),
                        HostRules.WhyNot(scenario, kind, workload, arm, protocol, link) ?? lack,
                        scenario.Hosts is null ? protocol.UnsupportedReasonOf(arm.Backend) : null));
            }
        }

        return cells;
    }

    private static Cell BuildCell(
        IWorkloadKind kind,
        Workload workload,
        Arm arm,
        IProtocol protocol,
        string link,
        LoadPoint load,
        string? network,
        string? lack,
        string? unsupported)
    {
        return new Cell
        {
            Id = $"{workload.Name}/{arm.Label}/{network ?? link}/{load.Name}",
            Workload = workload,
            Arm = arm,
            Link = link,
            Network = network,
            Load = load,
            Connections = workload.Connections ?? Math.Max(
                arm.ClientProcesses ?? 1,
                kind.AutomaticConnections ?? AutomaticConnections(kind, workload, arm, protocol.Traits, load)),
            NotApplicable = lack ?? Applicability.WhyNot(kind, workload, arm, protocol, link, load),
            Unsupported = unsupported,
        };
    }

    // Automatic connections are as many as the load needs, where the kind has no number of its own.
    private static LoadPoint Fitted(LoadPoint load, Workload workload, IWorkloadKind kind) =>
        load.FittedTo((workload.Connections ?? kind.AutomaticConnections) is { } connections
            ? (long)connections * Math.Max(workload.Streams, workload.Pipeline ?? 1)
            : int.MaxValue);

    /// <summary>
    /// As many connections as the load needs: ⌈in flight ÷ streams⌉ where exchanges can share one, or be pipelined; else one each.
    /// </summary>
    private static int AutomaticConnections(IWorkloadKind kind, Workload workload, Arm arm, ProtocolTraits traits, LoadPoint load)
    {
        if (kind.ConnectionsOfOne(Applicability.CanShare(arm, traits)) is { } own)
        {
            return load.InFlight * own;
        }

        var shared = Applicability.PerConnection(workload, arm, traits);
        return (load.InFlight + shared - 1) / shared;
    }

    /// <summary>
    /// Every repetition visits all cells before the next begins, each time in a new order: slow drift of the machine (heat, neighbours)
    /// then falls on all cells alike instead of on the last one.
    /// </summary>
    private static List<PlannedTrial> OrderTrials(Scenario scenario, IReadOnlyList<Cell> cells, IReadOnlyList<IWorkloadKind> kinds)
    {
        var seed = (ulong)scenario.Seed;
        var order = cells.Where(cell => cell.Runs).ToArray();
        var trials = new List<PlannedTrial>(order.Length * scenario.Trials);
        var rounds = 0;
        var repetitions = order.Select(cell => TrialsOf(scenario, cell)).DefaultIfEmpty(0).Max();
        for (var repetition = 1; repetition <= repetitions; repetition++)
        {
            new SeededRandom(TrialSeed.Derive(seed, (ulong)repetition)).Shuffle<Cell>(order);
            foreach (var together in Rounds.Of(scenario, [.. order.Where(cell => TrialsOf(scenario, cell) >= repetition)], kinds))
            {
                // Arms that are driven in turns get the same arrivals.
                int? round = together.Count > 1 ? ++rounds : null;
                var first = trials.Count + 1;
                trials.AddRange(together.Select((cell, i) => new PlannedTrial(
                    first + i,
                    cell.Id,
                    repetition,
                    TrialSeed.Derive(seed, TrialSeed.Hash(round is null ? cell.Key : Rounds.GroupOf(cell)), (ulong)repetition),
                    round)));
            }
        }

        return trials;
    }

    /// <summary>Trials of a cell; of a search the most that it may take.</summary>
    internal static int TrialsOf(Scenario scenario, Cell cell) =>
        cell.Load.Search is { } search ? SearchDecision.MostTrials(search, scenario.Trials) : scenario.Trials;
}
