using System.Collections.Concurrent;
using ProtoBench.Load.Workloads;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
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

namespace ProtoBench.Tests.Load;

/// <summary>
/// Every protocol does every kind of workload that it offers, as <c>protobench list</c> has them, over a link that loses one packet in a
/// hundred each way. How fast is judged elsewhere. Each trial has a link of its own, and a kind took 36 to 69 s beside other work, so
/// that all kinds run on request: <c>PROTOBENCH_EVERY_CELL=1 dotnet test … --filter EveryCell</c>.
/// </summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class EveryCellTests
{
    private const string Link = "lossy-1";

    // More links at once make each other late, and what a late link spoils is measured again.
    private const int AtOnce = 2;

    /// <summary>The least that each kind has to be told, and its load. A kind that is new stands here or fails.</summary>
    private static readonly Dictionary<string, string> Written = new()
    {
        ["exchange"] = "response: 2 kB, connections: auto",
        ["download"] = "",
        ["upload"] = "",
        ["duplex"] = "",
        ["stream"] = "messages: 10",
        ["slow-reader"] = "reader: 1 MiB/s, message: 16 KiB",
        ["mixed"] = "parts: { small: {}, large: { response: 64 KiB, flows: 1 } }",
        ["copies"] = "resend: { after: 100 ms, times: 2 }",
        ["churn"] = "reuse: 2",
        ["idle"] = "held: 4, idle-for: 100 ms",
        ["close"] = "manner: graceful",
        ["reconnect"] = "down: 100 ms",
        ["unreachable"] = "target: closed-port",
        ["dead-peer"] = "keep-alive: { by: protocol, after: 1 s, every: 1 s, probes: 1 }",
        ["objects"] = "response: 20 kB",
        ["page"] = "objects: [ { size: 4 kB, count: 6 } ], document: 4 kB",
        ["frames"] = "message: 200 B, frame-rate: 60/s, deadline: 100 ms",
        ["push"] = "message: 200 B, loads: [ { open: 100/s } ]",
    };

    /// <summary>All of them on request, and otherwise the one that every protocol has.</summary>
    public static TheoryData<string> Kinds => Environment.GetEnvironmentVariable("PROTOBENCH_EVERY_CELL") is null
        ? ["exchange"]
        : new(WorkloadCatalog.All.Where(kind => !kind.RunsPrograms).Select(kind => kind.Name));

    [LinkTheory]
    [MemberData(nameof(Kinds))]
    public async Task Every_protocol_that_offers_it_does_it_where_packets_are_lost(string kind)
    {
        var scenario = ScenarioOf(kind);
        var plan = TrialPlans.Of(scenario);
        var trials = plan.Trials.Select(trial => (Trial: trial, Cell: plan.Cells.Single(cell => cell.Id == trial.CellId))).ToList();
        Assert.NotEmpty(trials);
        using var folder = new TemporaryFolder();
        var faults = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(trials, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (one, cancellation) =>
        {
            var result = await new TrialRunner(scenario, folder.Path, new SideServers(scenario))
                .RunAsync(one.Trial, one.Cell, cancellation).WaitAsync(Patience.LongLimit, cancellation);
            if (FaultOf(one.Cell, result) is { } fault)
            {
                faults.Add($"{one.Cell.Id}: {fault}");
            }
        });
        Assert.True(faults.IsEmpty, string.Join("\n", faults.Order()));
    }

    // A lost datagram is a failed exchange or a missing event where nobody sends it again, and a late one on a busy machine.
    private static string? FaultOf(Cell cell, TrialResult result)
    {
        var told = string.Join("; ", result.Reasons.Concat(result.Notes));
        if (result.Measurement is not { Outcomes: var outcomes } measured)
        {
            return $"nothing was measured: {told}";
        }

        var mayLose = ProtocolCatalog.Find(cell.Arm.Protocol)!.Traits.Datagram;
        return outcomes.Completed == 0 ? $"nothing was done: {told}"
            : !mayLose && outcomes.Failed > 0 ? $"{outcomes.Failed} of {outcomes.Total} failed, {measured.FirstFailure}: {told}"
            : result.Link is null ? $"there was no link: {told}"
            : null;
    }

    private static Scenario ScenarioOf(string kind)
    {
        var keys = string.Join(", ", new[] { $"kind: {kind}", Written[kind] }.Where(part => part.Length > 0));
        var text = $$"""
            title: Does every protocol do it where packets are lost?
            protocols: [{{string.Join(", ", ProtocolCatalog.All.Select(protocol => protocol.Name))}}]
            workloads: { w: { {{keys}} } }
            loads: [ { closed: 2 } ]
            links: [{{Link}}]
            trials: 1
            duration: 1 s
            warm-up: { min: 200 ms, max: 500 ms }
            timeout: 4 s
            """;
        var vocabulary = new ScenarioVocabulary(ProtocolCatalog.All, ["loopback", Link]) { Workloads = WorkloadCatalog.All };
        return Read.Scenario(ScenarioFile.Parse(text, "every-cell.yaml", new ScenarioOverrides(), vocabulary));
    }
}
