using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using ProtoBench.Commands;
using ProtoBench.Contract;
using ProtoBench.Load.Workloads;
using ProtoBench.Machine;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Protocols;
using ProtoBench.Reading.Scenarios;
using ProtoBench.Tests.Links;
using ProtoBench.Tests.Scenarios;
using ProtoBench.Tests.Trials;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;
using Xunit.Abstractions;

namespace ProtoBench.Tests.Load;

/// <summary>
/// Every protocol does every kind of workload that it offers, as <c>protobench list</c> has them, over a link that loses one packet in a
/// hundred each way; what stays inside one machine does it there. How fast is judged elsewhere, so that the cells of a kind share one link
/// and run at once. Which packets are lost depends on who sends when, and is told by the link.
/// </summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class EveryCellTests(ITestOutputHelper output)
{
    private const string Link = "lossy-1";
    private const int Seed = 1;

    // What waits for a datagram that is lost waits for all of it.
    private static readonly TimeSpan DatagramLimit = TimeSpan.FromSeconds(1);

    // On a busy machine, or where a connection's first packet is lost, a window can end before anything has.
    private static readonly TimeSpan[] Durations = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(15)];

    // What this test holds to be true.
    private static readonly Lazy<Listing> Printed = new(Print);

    public static TheoryData<string> Kinds => new(WorkloadCatalog.All.Select(kind => kind.Name));

    [LinkTheory]
    [MemberData(nameof(Kinds))]
    public async Task Every_protocol_that_offers_it_does_it_where_packets_are_lost(string kind)
    {
        var offered = Offered(kind);
        var faults = new ConcurrentBag<string>();
        var done = new ConcurrentBag<string>();
        using var folder = new TemporaryFolder();
        await using var link = await LinkProcess.StartAsync(
            Link, Seed, capture: null, IdleProcessors.Sleep, new LinkCongestion(null, []), CancellationToken.None);
        await Task.WhenAll(offered.Select(async protocol =>
        {
            if (await FaultOfAsync(kind, protocol, folder.File(protocol), link) is { } fault)
            {
                faults.Add($"{protocol}: {fault}");
            }
            else
            {
                done.Add(protocol);
            }
        }));

        Assert.True(faults.IsEmpty, string.Join("\n", faults.Order()));
        Assert.Equal(offered.Order(StringComparer.Ordinal), done.Order(StringComparer.Ordinal));
        var seen = await link.StatisticsAsync(CancellationToken.None);
        var told = $"of {seen.Up.Received} packets up and {seen.Down.Received} down {seen.Up.Lost} and {seen.Down.Lost} were lost";
        output.WriteLine(told);
        Assert.True(seen.Up.Lost > 0 && seen.Down.Lost > 0, told);
    }

    [Fact]
    public void The_list_offers_every_protocol_some_kind_and_every_kind_to_some_protocol()
    {
        Assert.All(WorkloadCatalog.All, kind => Assert.NotEmpty(Offered(kind.Name)));
        Assert.Equal(
            ProtocolCatalog.All.Where(protocol => protocol.UnsupportedReason is null).Select(protocol => protocol.Name).Order(),
            WorkloadCatalog.All.SelectMany(kind => Offered(kind.Name)).Distinct().Order());
    }

    // A lost datagram is a failed exchange or a missing event where nobody sends it again, and a late one on a busy machine.
    private static async Task<string?> FaultOfAsync(string kind, string protocol, string folder, LinkProcess link)
    {
        foreach (var duration in Durations)
        {
            var plans = CellKeys.Of(kind).Keys.Select(keys => PlanOf(kind, keys, protocol, duration)).ToList();
            if (plans.Find(plan => plan.Cells[0].Runs) is not { } plan)
            {
                return $"listed, but {plans[^1].Cells[0].NotApplicable ?? plans[^1].Cells[0].Unsupported}";
            }

            var result = await new TrialRunner(plan.Scenario, folder, new SideServers(plan.Scenario)) { HeldLink = link.Ready }
                .RunAsync(Assert.Single(plan.Trials), Assert.Single(plan.Cells), CancellationToken.None).WaitAsync(Patience.LongLimit);
            var told = string.Join("; ", result.Reasons.Concat(result.Notes));
            if (result.Measurement is not { Outcomes: var outcomes } measured)
            {
                return $"nothing was measured: {told}";
            }

            if (outcomes.Failed > 0 && !ProtocolCatalog.Find(protocol)!.Traits.Datagram)
            {
                return $"{outcomes.Failed} of {outcomes.Total} failed, {measured.FirstFailure}: {told}";
            }

            if (outcomes.Completed > 0)
            {
                return null;
            }
        }

        return $"nothing was done, not even in {Durations[^1].TotalSeconds:0} s";
    }

    private static IReadOnlyList<string> Offered(string kind) =>
    [
        .. Printed.Value.Protocols.Where(protocol => protocol.Unsupported is null).Select(protocol => protocol.Name)
            .Where(protocol => Printed.Value.Workloads.Single(one => one.Name == kind).WhyNot[protocol] is null),
    ];

    private static Listing Print()
    {
        var (code, printed, log) = Protobench.Run("list", "--json");
        Assert.True(code == 0, log);
        return JsonSerializer.Deserialize(printed, CommandJson.Default.Listing)!;
    }

    private static Plan PlanOf(string kind, string keys, string protocol, TimeSpan duration)
    {
        var traits = ProtocolCatalog.Find(protocol)!.Traits;
        var written = CellKeys.Of(kind);
        keys = string.Join(
            ", ", new[] { $"kind: {kind}", keys, traits.Datagram ? written.OfDatagrams : "" }.Where(part => part.Length > 0));
        var client = WorkloadCatalog.Of(kind).RunsPrograms ? ", client: program" : "";
        var text = $$"""
            title: Does {{protocol}} do it where packets are lost?
            protocols: [ { protocol: {{protocol}}{{client}} } ]
            {{(client.Length > 0 ? $"clients: {{ program: \"{Program(traits)}\" }}" : "")}}
            workloads: { w: { {{keys}} } }
            loads: [ { closed: 2 } ]
            links: [{{(traits.LocalOnly ? ScenarioVocabulary.Loopback : Link)}}]
            trials: 1
            duration: {{Seconds(duration)}}
            warm-up: { min: 100 ms, max: {{Seconds(written.WarmUp)}} }
            timeout: {{Seconds(traits.Datagram ? DatagramLimit : written.Limit)}}
            """;
        var vocabulary = new ScenarioVocabulary(ProtocolCatalog.All, [ScenarioVocabulary.Loopback, Link])
        {
            Workloads = WorkloadCatalog.All,
        };
        var scenario = Read.Scenario(ScenarioFile.Parse(text, "every-cell.yaml", new ScenarioOverrides(), vocabulary));
        return TrialPlans.Of(BuiltCode.Fit(scenario, Executables.NativePeer, _ => { }));
    }

    // Reaches the server where a shell can: a datagram that finds nobody fails the next one, once the refusal is back.
    private static string Program(ProtocolTraits traits) => traits.LocalOnly ? "sh -c :"
        : traits.OverTcp ? "bash -c 'exec 3<>/dev/tcp/{address}/{port}'"
        : "bash -c 'exec 3<>/dev/udp/{address}/{port}; echo >&3; sleep 0.1; echo >&3'";

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");
}
