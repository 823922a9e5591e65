using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Links.Profiles;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Requests;
using ProtoBench.Model.Statistics;
using ProtoBench.Model.Text;
using ProtoBench.Reading.Links;
using Quantity = ProtoBench.Model.Text.Quantity;

namespace ProtoBench.Analysis.History;

/// <summary>From a run to its point in the history. Pure.</summary>
internal static class HistoryPoints
{
    private const int HashLength = 12;

    // The commit is what changes from run to run of a history, so it cannot tell histories apart. Memory is rounded: virtual machines of
    // one kind differ in it by some pages from boot to boot.
    private const string Commit = "tool commit";
    private const string Memory = "memory";

    /// <param name="run">As read from its folder.</param>
    /// <param name="commit">What was measured; null takes the commit the tool was built from.</param>
    /// <param name="label">What the user calls it.</param>
    public static HistoryPoint Of(RunResult run, string? commit = null, string? label = null)
    {
        var environment = EnvironmentOf(run);
        return new HistoryPoint
        {
            Run = run.Id,
            Time = run.Started.ToUniversalTime(),
            Commit = commit ?? run.Fingerprint.ToolCommit,
            Label = label,
            Scenario = run.Plan.Scenario.Name,
            ScenarioHash = HashOfConditions(run.Plan),
            Fingerprint = Hash(string.Join('\n', environment.Select(field => $"{field.Key}={field.Value}"))),
            Environment = environment,
            ToolVersion = run.Fingerprint.ToolVersion,
            Cells =
                [.. RunSummary.Of(run).Cells.Where(cell => cell.State is CellState.Measured).Select(cell => Cell(cell, run.Plan.Scenario))],
        };
    }

    private static HistoryCell Cell(CellSummary cell, Scenario scenario) => new()
    {
        Id = cell.Cell.Id,
        Hash = HashOf(cell, scenario),
        Trials = cell.Succeeded.Count,
        Values = new SortedDictionary<string, double>(
            cell.Figures.Values
                .Where(figure => figure is { IsShown: true, Trials.Count: > 0 })
                .ToDictionary(figure => figure.Metric.Key, figure => SpikeClip.Median([.. figure.Values])),
            StringComparer.Ordinal),
    };

    private static SortedDictionary<string, string> EnvironmentOf(RunResult run)
    {
        var fingerprint = run.Fingerprint;
        var fields = new SortedDictionary<string, string>(FingerprintDifference.Fields(fingerprint), StringComparer.Ordinal)
        {
            [Memory] = NumberText.Tick(Math.Round(fingerprint.MemoryBytes / (double)(1 << 30)) * (1 << 30), Quantity.Bytes),
        };
        fields.Remove(Commit);
        foreach (var (name, value) in RunEnvironment.Fields(run)
            .Where(field => !field.Key.EndsWith($" {Memory}", StringComparison.Ordinal)))
        {
            fields[name] = value;
        }

        return fields;
    }

    // Only what all cells share: a protocol or load added to the scenario must not end the history of the others. Neither how often it was
    // measured nor the order changes a level.
    private static string HashOfConditions(Plan plan) => Hash(JsonSerializer.Serialize(
        plan.Scenario with
        {
            Name = "",
            Title = "",
            Description = "",
            Workloads = [],
            Arms = [],
            Servers = null,
            Clients = null,
            Loads = [],
            Links = [],
            LinkProfiles = null,
            Trials = 0,
            Margin = null,
            Budget = null,
            Seed = 0,
        },
        ResultJson.Default.Scenario));

    private static string HashOf(CellSummary cell, Scenario scenario)
    {
        var meaning = cell.Cell with
        {
            Id = "",
            Network = null,
            NotApplicable = null,
            Unsupported = null,

            // What a search found is its result and no condition.
            Load = cell.Cell.Load with { Rate = cell.Cell.Load.Search?.From ?? cell.Cell.Load.Rate },
            Workload = cell.Cell.Workload with
            {
                Name = "",
                Loads = null,
                Objectives = null,
                Requests = WithoutPlaces(cell.Cell.Workload.Requests),
            },
        };
        var backend = cell.Succeeded[0].Link?.Certificate.Facts.Backend;
        var link = ScenarioLinks.Of(scenario, cell.Cell.Link) is { } profile ? "\n" + LinkProfileDescription.Of(profile) : "";
        return Hash($"{JsonSerializer.Serialize(meaning, ResultJson.Default.Cell)}\n{backend}{link}{SidesOf(cell.Cell.Arm, scenario)}");
    }

    // Servers and clients of the user's, without where their files lie.
    private static string SidesOf(Arm arm, Scenario scenario)
    {
        var server = scenario.Servers?.FirstOrDefault(side => side.Name == arm.Server);
        var client = scenario.Clients?.FirstOrDefault(side => side.Name == arm.Client);
        return (server is null ? "" : "\n" + JsonSerializer.Serialize(
                server with { Folder = null, Tls = server.Tls with { ClientFile = null } }, ResultJson.Default.ServerSide))
            + (client is null ? "" : "\n" + JsonSerializer.Serialize(client with { Folder = null }, ResultJson.Default.ClientSide));
    }

    // Where a body's file lies changes nothing; what is in it does.
    private static IReadOnlyList<RequestSpec>? WithoutPlaces(IReadOnlyList<RequestSpec>? requests) => requests is null ? null :
    [
        .. requests.Select(request => request.BodyContent is { } content
            ? request with { BodyFile = null, BodyContent = content with { Path = null } }
            : request),
    ];

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashLength];
}
