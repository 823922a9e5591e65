using ProtoBench.Contract;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Hosts;
using ProtoBench.Model.Scenarios.Settings;
using ProtoBench.Model.Scenarios.Sides;
using ProtoBench.Model.Text;

namespace ProtoBench.Analysis.Summaries;

/// <summary>
/// Under what conditions the run measured: what was asked for, what the machine is, and what connections really negotiated.
/// </summary>
internal sealed record Conditions
{
    /// <summary>Stands where the connection has no such fact.</summary>
    public const string None = "–";

    /// <summary>What the scenario asked for, as names and values.</summary>
    public required IReadOnlyList<(string Name, string Value)> Asked { get; init; }

    /// <summary>The machine and the software, from the fingerprint.</summary>
    public required IReadOnlyList<(string Name, string Value)> Machine { get; init; }

    /// <summary>Facts that are the same for every arm.</summary>
    public required IReadOnlyList<(string Name, string Value)> Shared { get; init; }

    /// <summary>Names of the facts in which arms differ.</summary>
    public required IReadOnlyList<string> Differing { get; init; }

    /// <summary>Per arm its values of <see cref="Differing"/>, in their order; without arms that never connected.</summary>
    public required IReadOnlyList<(string Arm, IReadOnlyList<string> Values)> Arms { get; init; }

    public static Conditions Of(RunResult run)
    {
        var arms = run.Plan.Scenario.Arms.Select(arm => (arm.Label, Facts: FactsOf(run, arm.Label)))
            .Where(arm => arm.Facts.Count > 0)
            .ToList();
        var names = arms.SelectMany(arm => arm.Facts.Select(fact => fact.Name)).Distinct(StringComparer.Ordinal).ToList();
        var table = names
            .Select(name => (Name: name, Values: arms.Select(arm => Value(arm.Facts, name)).ToList()))
            .Where(row => row.Values.Any(value => value != None))
            .ToList();
        var shared = table.Where(row => row.Values.Distinct(StringComparer.Ordinal).Count() == 1).ToList();
        var differing = table.Except(shared).ToList();
        return new Conditions
        {
            Asked = AskedFor(run.Plan),
            Machine = MachineOf(run.Fingerprint),
            Shared = [.. shared.Select(row => (row.Name, row.Values[0]))],
            Differing = [.. differing.Select(row => row.Name)],
            Arms = [.. arms.Select((arm, index) => (arm.Label, (IReadOnlyList<string>)[.. differing.Select(row => row.Values[index])]))],
        };
    }

    // Trials of one arm can differ (a buffer the kernel sized by itself); then all values are shown.
    private static List<(string Name, string Value)> FactsOf(RunResult run, string label)
    {
        var cells = run.Plan.Cells.Where(cell => cell.Arm.Label == label).Select(cell => cell.Id).ToHashSet(StringComparer.Ordinal);
        var facts = run.Trials.Where(trial => cells.Contains(trial.CellId))
            .Select(trial => trial.Facts)
            .OfType<ConnectionFacts>()
            .SelectMany(Read);
        return
        [
            .. facts
                .GroupBy(fact => fact.Name, StringComparer.Ordinal)
                .Select(group => (group.Key, string.Join(" / ", group.Select(fact => fact.Value).Distinct(StringComparer.Ordinal)))),
        ];
    }

    private static IEnumerable<(string Name, string Value)> Read(ConnectionFacts facts) =>
    [
        .. ArmSettings.Facts.Select(fact => (fact.Name, Word(fact, fact.Read(facts)))),
        .. facts.More.OrderBy(fact => fact.Key, StringComparer.Ordinal).Select(fact => (fact.Key, fact.Value)),
    ];

    /// <summary>What a scenario asked for, in the same order for every plan.</summary>
    public static IReadOnlyList<(string Name, string Value)> AskedFor(Plan plan)
    {
        var scenario = plan.Scenario;
        return
        [
            ("trials per cell", $"{Plural.Of(scenario.Trials, "fresh process pair")}{Sharing(scenario)}"),
            ("measured time", $"{Seconds(scenario.Duration)} per trial"),
            ("warm-up", $"until steady, {Seconds(scenario.WarmUp.Minimum)} to {Seconds(scenario.WarmUp.Maximum)}"),
            ("timeout", Seconds(scenario.Timeout)),
            .. (scenario.Clients ?? []).Select(client => ($"client {client.Name}", client.Command)),
            (
                "pinning",
                scenario.Hosts is { OnOneHost: false } ? "none, each side has a host of its own"
                    : scenario.Pinning is Pinning.Split
                    ? "server on the first half of the processors, client on the rest (of a single one both have all)"
                    : "none, the scheduler decides"),
            (
                "garbage collector",
                $"{(scenario.Runtime.ServerGc ? "server" : "workstation")}, "
                    + $"{(scenario.Runtime.ConcurrentGc ? "concurrent" : "not concurrent")}"),
            (
                "code of both sides",
                scenario.Runtime.Code == PeerCode.Aot ? "compiled ahead of time (native AOT)"
                    : $"compiled while it runs (JIT), tiered PGO {(scenario.Runtime.TieredPgo ? "on" : "off")}"),
            ("socket completions", scenario.Runtime.InlineCompletions ? "inline, of exchanges over sockets of our own" : "thread pool"),
            ("seed", $"{scenario.Seed}"),
            .. (scenario.Servers ?? []).Where(server => scenario.Arms.Any(arm => arm.Server == server.Name))
                .Select(server => ($"server {server.Name}", Told(server))),
            .. scenario.Hosts is { } hosts ? Placed(hosts) : [],
        ];
    }

    private static IEnumerable<(string Name, string Value)> Placed(HostPlan hosts)
    {
        yield return ("server on", $"{hosts.Server.Name}{Where(hosts.Server)}");
        yield return ("client on", string.Join(", ", hosts.Clients.Select(client => client.Name)));
        yield return ("network", hosts.Network ?? "without a name");

        static string Where(Host host) =>
            (host.Address is { } address ? $", {address}" : "") + (host.Ports is { } ports ? $", ports {ports}" : "");
    }

    /// <summary>What answered, where it was not a server of ours.</summary>
    private static string Told(ServerSide server) =>
        (server.Command is { } command ? $"started anew for each trial by '{command}'" : $"{server.Address}, which ran already")
        + (server.Tls.Insecure ? "; its certificate was not checked" : "");

    private static string Sharing(Scenario scenario) =>
        (scenario.Margin is { } margin ? $" at most, until every pair of arms is told apart or known within {100 * margin:0.#} %" : "")
        + (scenario.Budget is { } budget ? $" within {Seconds(budget)}" : "")
        + scenario.Design switch
        {
            TrialDesign.Interleaved => ", all arms alive at once and driven in turns",
            TrialDesign.Auto =>
                ", closed loops over loopback with all arms alive at once and driven in turns, other cells in seeded random order",
            _ => ", cells interleaved in seeded random order",
        };

    /// <summary>A fingerprint as names and values.</summary>
    public static IReadOnlyList<(string Name, string Value)> MachineOf(Fingerprint fingerprint) =>
    [
        ("processor", $"{fingerprint.CpuModel}, {fingerprint.Processors} logical"),
        ("frequency governor", fingerprint.Governor),
        ("memory", NumberText.Of(fingerprint.MemoryBytes, Quantity.Bytes)),
        ("operating system", fingerprint.OperatingSystem),
        ("kernel", fingerprint.Kernel),
        ("runtime", fingerprint.Runtime),
        ("runtime settings", fingerprint.RuntimeSettings),
        ("idle", fingerprint.Idle),
        ("default congestion control", fingerprint.CongestionControl),
        ("clock source", fingerprint.ClockSource),
        ("ProtoBench", fingerprint.ToolVersion + (fingerprint.ToolCommit is { } commit ? $" ({commit})" : "")),
        .. fingerprint.Sysctls.OrderBy(setting => setting.Key, StringComparer.Ordinal).Select(setting => (setting.Key, setting.Value)),
    ];

    /// <summary>The same of a host, without what is of the run.</summary>
    public static IReadOnlyList<(string Name, string Value)> HostOf(Fingerprint fingerprint) =>
        [.. MachineOf(fingerprint).Where(field => field.Name is not ("runtime settings" or "ProtoBench"))];

    /// <summary>What else the machine did, before the run and in its trials; empty where nobody looked.</summary>
    public static IReadOnlyList<(string Name, string Value)> OtherWorkOf(RunPart part) => part.Run.Hosts is null
        ? OtherWorkOf(part.Run.Before, part.MachineDuring)
        :
        [
            .. part.HostsDuring.SelectMany(host => OtherWorkOf(host.Before, host.During).Select(
                line => ($"{host.Host}, {line.Name}", line.Value))),
        ];

    private static IReadOnlyList<(string Name, string Value)> OtherWorkOf(MachineState? before, IReadOnlyList<MachineState> during) =>
    [
        .. before is null ? [] : new[] { ("before the run", string.Join(", ", MachineText.Before(before))) },
        .. MachineText.During(during),
    ];

    private static string Value(List<(string Name, string Value)> facts, string name) =>
        facts.Where(fact => fact.Name == name).Select(fact => fact.Value).DefaultIfEmpty(None).First();

    private static string Word(ConnectionFact fact, object? value) => value switch
    {
        null => fact.WhenAbsent ?? None,
        true => "yes",
        false => "no",
        int bytes => NumberText.Of(bytes, Quantity.Bytes),
        string text => text,
        _ => throw new InvalidOperationException($"the fact '{fact.Name}' is a {value.GetType().Name}, for which reports have no words"),
    };

    private static string Seconds(TimeSpan time) => NumberText.Tick(time.TotalMicroseconds, Quantity.Microseconds);
}
