using ProtoBench.Model.Scenarios.Hosts;
using ProtoBench.Model.Scenarios.Objectives;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Scenarios.Sides;

namespace ProtoBench.Model.Scenarios.Keys;

/// <summary>The keys at the top of a scenario file.</summary>
internal static class ScenarioKeys
{
    private static readonly KeyOf<string> Name = new(
        "name", Shapes.Name, "Short name, part of the run folder's name. Default: the file's name without extension.");

    private static readonly KeyOf<string> Title = new(
        "title", Shapes.Text, "The question the scenario answers, as the report's title.")
    { Required = true };

    private static readonly KeyOf<string> Description = new("description", Shapes.Text, "A paragraph for the reader of the report.");

    private static readonly KeyOf<IReadOnlyList<Placed<Arm>>> Protocols = new(
        "protocols", ArmKeys.List, "The protocols to compare: names, or mappings with settings.")
    { Required = true };

    private static readonly KeyOf<IReadOnlyList<ServerSide>> Servers = new(
        "servers",
        ServerKeys.Named,
        "Servers of your own, by name: a command that is started for every trial, or the address of one that runs already. Each protocol "
            + "meets each of them. Default: our own server alone.");

    private static readonly KeyOf<IReadOnlyList<ClientSide>> Clients = new(
        "clients", ClientKeys.Named, "Programs of your own that ask instead of our client, by name: their command, or a mapping with "
            + "more.");

    private static readonly KeyOf<HostPlan> Hosts = new(
        "hosts", HostKeys.Shape, "Other machines that the sides run on, such as { server: perf1, clients: [perf2] }: each a name, "
            + "name=address:ports, or a mapping. Default: this machine.");

    private static readonly KeyOf<LauncherKind> Launcher = new(
        "launcher",
        new ChoiceShape<LauncherKind>(),
        "How sides are started on hosts. ssh: by your own ssh, which must need no password. slurm: as steps of an allocation of these "
            + "nodes. Default ssh.")
    { OnlyWith = "hosts" };

    private static readonly KeyOf<SlurmRequest> Slurm = new(
        "slurm",
        SlurmKeys.Shape,
        "What Slurm is asked for beside the nodes, such as { partition: bench }. In an allocation of yours (SLURM_JOB_ID) nothing is "
            + "asked for. Default: as Slurm's variables have it.")
    { OnlyWith = "launcher" };

    private static readonly KeyOf<string> Network = new(
        "network",
        Shapes.Name,
        "What the network between the hosts is called, such as rack-10g. It stands with the figures, and runs over unlike ones are not "
            + "compared without a word. Default: none.")
    { OnlyWith = "hosts" };

    private static readonly KeyOf<IReadOnlyList<Workload>> Workloads = new(
        "workloads", WorkloadKeys.Named, "What a client does, by name, such as echo: { request: 64 B, response: 64 B }.")
    { Required = true };

    private static readonly KeyOf<IReadOnlyList<Placed<LoadPoint>>> Loads = new(
        "loads", LoadPointKeys.List, "Load points of every workload that does not list its own. Default: { closed: 1 }.");

    private static readonly KeyOf<IReadOnlyList<Objective>> Objectives = new(
        "objectives", ObjectiveKeys.Shape, "Absolute limits of figures, such as { p99: 5 ms, failures: 0.1 % }, for every workload that "
            + "does not list its own: reports and gates tell for each cell whether it meets them. Default: none.");

    private static readonly KeyOf<IReadOnlyList<Placed<string>>> Links = new(
        "links", new ListShape<string>("link profiles", new LinkShape()), "Link profiles between client and server: names, or files "
            + "such as ./office.yaml. Default: loopback.");

    private static readonly KeyOf<int> Trials = new("trials", Shapes.Count(1_000), "Fresh process pairs per cell, 1 to 1,000. Default 5.");

    private static readonly KeyOf<TrialDesign> Design = new(
        "design",
        new ChoiceShape<TrialDesign>(),
        "interleaved: the arms that are compared are alive at once and driven in turns, in rounds of fresh processes, so that whatever the "
            + "machine does meets all of them. separate: one trial after the other. Default auto: interleaved for closed loops of exchanges "
            + "over loopback, separate for all else.");

    private static readonly KeyOf<double> Margin = new(
        "margin",
        Shapes.Share(0.005m, 0.5m, "0.5 % to 50 %"),
        "End the run, from the third trial on, when every pair of arms is told apart or its ratio is known within this share, such as "
            + "10 %. "
            + "Default: all trials are run.");

    private static readonly KeyOf<TimeSpan> Budget = new(
        "budget",
        Shapes.Duration(1, 86_400, "1 s to 1440 min"),
        "Begin no repetition that would not end within this time from the start of the run, such as 60 s. Default: none.");

    private static readonly KeyOf<TimeSpan> Duration = new(
        "duration", Shapes.Duration(0.05m, 3_600, "50 ms to 60 min"), "Measured time of one trial, 50 ms to 60 min. Default 3 s.");

    private static readonly KeyOf<WarmUp> WarmUp = new(
        "warm-up",
        WarmUpKeys.Shape,
        "The phase before measuring, in which the same load runs and nothing is recorded: one duration, or min and max.");

    private static readonly KeyOf<TimeSpan> Timeout = new(
        "timeout",
        Shapes.Duration(0.001m, 600, "1 ms to 10 min"),
        "An exchange without a response for this long counts as timed out, 1 ms to 10 min. Default 5 s.");

    private static readonly KeyOf<int> Seed = new(
        "seed", new WholeNumberShape(0, int.MaxValue), "Seed of the trial order and of every arrival schedule. Default 1.");

    private static readonly KeyOf<Pinning> Pinning = new(
        "pinning",
        new ChoiceShape<Pinning>(),
        "split: server and client get half of the processors each. none: the scheduler decides. Default split.");

    private static readonly KeyOf<IdleProcessors> Idle = new(
        "idle",
        new ChoiceShape<IdleProcessors>(),
        "poll: idle processors stay awake where the machine allows it, so that nobody measures how long halted ones take to wake up. "
            + "sleep: they may halt. Default poll.");

    private static readonly KeyOf<RuntimeSettings> Runtime = new("runtime", RuntimeKeys.Shape, ".NET runtime settings of both processes.");

    /// <summary>The whole file.</summary>
    public static MappingShape<Scenario> Shape { get; } = new(
        "a scenario",
        [
            Name,
            Title,
            Description,
            Protocols,
            Servers,
            Clients,
            Hosts,
            Launcher,
            Slurm,
            Network,
            Workloads,
            Loads,
            Objectives,
            Links,
            Trials,
            Design,
            Margin,
            Budget,
            Duration,
            WarmUp,
            Timeout,
            Seed,
            Pinning,
            Idle,
            Runtime,
        ],
        Build);

    private static Scenario Build(MappingReader reader)
    {
        var arms = reader.Get(Protocols, []);
        var clients = ClientKeys.Checked(Clients, reader.Get(Clients, []), arms, reader);
        var workloads = reader.Get(Workloads, []);
        var servers = reader.Has(Servers) ? reader.Get(Servers, []) : [];
        var scenario = new Scenario
        {
            Name = reader.Get(Name, ""),
            Title = reader.Get(Title, ""),
            Description = reader.Get(Description, ""),
            Arms = ReadArms(reader, arms, servers),
            Servers = reader.Has(Servers) ? servers : null,
            Clients = clients,
            Hosts = ReadHosts(reader),
            Workloads = workloads,
            Loads = reader.Has(Loads)
                ? LoadPointKeys.Distinct(reader.Get(Loads, []), reader.Context)
                : [new LoadPoint { Name = "closed-1" }],
        };
        var links = ReadLinks(reader, scenario.Links);
        scenario = scenario with
        {
            Links = [.. links.Select(link => LinkShape.NameOf(link.Value))],
            LinkProfiles = FilesOf(links),
            Objectives = reader.Has(Objectives) ? reader.Get(Objectives, []) : null,
            Trials = reader.Get(Trials, scenario.Trials),
            Design = reader.Get(Design, TrialDesign.Auto),
            Margin = reader.Has(Margin) ? reader.Get(Margin, 0) : null,
            Budget = reader.Has(Budget) ? reader.Get(Budget, TimeSpan.Zero) : null,
            Duration = reader.Get(Duration, scenario.Duration),
            WarmUp = reader.Get(WarmUp, scenario.WarmUp),
            Timeout = reader.Get(Timeout, scenario.Timeout),
            Seed = reader.Get(Seed, scenario.Seed),
            Pinning = reader.Get(Pinning, scenario.Pinning),
            Idle = reader.Get(Idle, scenario.Idle),
            Runtime = reader.Get(Runtime, RuntimeKeys.Default),
        };
        CheckLoadNames(reader, scenario);
        CheckRestarts(reader, scenario);
        SearchRules.Check(reader, Margin, Duration, scenario);
        return ShapeRules.Fit(reader, Duration, scenario);
    }

    private static HostPlan? ReadHosts(MappingReader reader)
    {
        var launcher = reader.Get(Launcher, LauncherKind.Ssh);
        if (launcher != LauncherKind.Slurm && reader.Has(Launcher) && reader.Has(Slurm))
        {
            reader.Report(
                Slurm,
                ScenarioErrorCodes.KeyNotApplicable,
                $"'slurm' has no meaning where {ChoiceShape<LauncherKind>.WordOf(launcher)} starts the sides",
                "write launcher: slurm",
                atKey: true);
        }

        return reader.TryGet(Hosts, out var hosts)
            ? hosts with
            {
                Launcher = launcher,
                Slurm = reader.TryGet(Slurm, out var slurm) ? slurm : null,
                Network = reader.Has(Network) ? reader.Get(Network, "") : null,
            }
            : null;
    }

    private static IReadOnlyList<Arm> ReadArms(
        MappingReader reader, IReadOnlyList<Placed<Arm>> written, IReadOnlyList<ServerSide> servers)
    {
        foreach (var _ in servers.Where(server => server.Name == ServerSide.Ours))
        {
            reader.Report(
                Servers, ScenarioErrorCodes.DuplicateName, $"'{ServerSide.Ours}' means our "
                    + $"own server", "give yours another name", atKey: true);
        }

        ArmKeys.CheckServers(written, [.. servers.Select(server => server.Name)], reader.Context);
        var arms = ArmServers.Paired(ArmKeys.Distinct(written, reader.Context), servers);
        foreach (var label in arms.CountBy(arm => arm.Label).Where(count => count.Value > 1).Select(count => count.Key)
            .Except(written.Select(arm => arm.Value.Label)))
        {
            reader.Report(
                Servers, ScenarioErrorCodes.DuplicateName, $"two arms would have the label "
                    + $"'{label}'", "give one of them a label", atKey: true);
        }

        if (written.Count > 0 && arms.Count == 0)
        {
            reader.Report(
                Servers, ScenarioErrorCodes.BadServer, "no server speaks any of the protocols", "add one to its 'protocols'", atKey: true);
        }

        return arms;
    }

    private static IReadOnlyList<Placed<string>> ReadLinks(MappingReader reader, IReadOnlyList<string> fallback)
    {
        var links = reader.Get(Links, [.. fallback.Select(link => new Placed<string>(link, reader.Span))]);
        var seen = new HashSet<string>();
        foreach (var link in links.Where(link => !seen.Add(LinkShape.NameOf(link.Value))))
        {
            reader.Context.Report(
                link.Span, ScenarioErrorCodes.DuplicateName, $"link profile '{LinkShape.NameOf(link.Value)}' stands "
                    + "here twice", "remove one of them");
        }

        return links;
    }

    private static List<LinkProfileSource>? FilesOf(IReadOnlyList<Placed<string>> links)
    {
        var files = links.Where(link => LinkShape.IsFile(link.Value))
            .Select(link => new LinkProfileSource { Name = LinkShape.NameOf(link.Value), File = link.Value }).ToList();
        return files.Count > 0 ? files : null;
    }

    /// <summary>What runs on hosts can only be killed and started again where this program stands beside it.</summary>
    private static void CheckRestarts(MappingReader reader, Scenario scenario)
    {
        if (scenario.Hosts is null)
        {
            return;
        }

        var kinds = ((ScenarioVocabulary)reader.Context.Vocabulary).Workloads;
        foreach (var workload in scenario.Workloads)
        {
            if (kinds.FirstOrDefault(kind => kind.Name == workload.Kind) is { RestartsServer: true } kind
                && kind.WhyNotOnHosts(workload) is { } reason)
            {
                reader.Report(
                    Hosts,
                    ScenarioErrorCodes.KeyNotApplicable,
                    $"the workload '{workload.Name}' cannot run on hosts: {reason}",
                    "remove 'hosts', or that workload",
                    atKey: true);
            }
        }
    }

    /// <summary>Reports put the load points of all workloads side by side by name, so a name must mean the same load everywhere.</summary>
    private static void CheckLoadNames(MappingReader reader, Scenario scenario)
    {
        var own = scenario.Workloads.Select(workload => workload.Loads).OfType<IReadOnlyList<LoadPoint>>();
        IReadOnlyList<LoadPoint>[] lists = [scenario.Loads, .. own];
        var reported = lists.SelectMany(list => list.CountBy(load => load.Name)).Where(count => count.Value > 1).Select(count => count.Key);
        var ambiguous = lists.SelectMany(list => list).Distinct().CountBy(load => load.Name).Where(count => count.Value > 1);
        foreach (var name in ambiguous.Select(count => count.Key).Except(reported))
        {
            reader.Report(
                Workloads,
                ScenarioErrorCodes.DuplicateName,
                $"the load point name '{name}' means different loads in different places",
                "give one of them another name",
                atKey: true);
        }
    }
}
