using ProtoBench.Analysis.History;
using ProtoBench.Model.Results;
using ProtoBench.Tests.Reports;

namespace ProtoBench.Tests.History;

/// <summary>Histories with known figures.</summary>
internal static class InventedHistory
{
    public static readonly DateTimeOffset Begin = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A cell that is steady for so many runs, and then so many times as slow.</summary>
    public static IReadOnlyList<HistoryPoint> Step(int before, int after, double ratio) =>
        Points([.. Enumerable.Range(0, before + after).Select(i => (i < before ? 50.0 : 50.0 * ratio) + (0.2 * (i % 4)))]);

    /// <summary>One run a day with these p50s; throughput is their inverse.</summary>
    public static IReadOnlyList<HistoryPoint> Points(params IReadOnlyList<double> p50) => [.. p50.Select((value, i) => Point(i, value))];

    public static HistoryPoint Point(int day, double p50, string fingerprint = "0123456789ab") => new()
    {
        Run = $"{Begin.AddDays(day):yyyyMMdd'T'HHmmss'Z'}-quick",
        Time = Begin.AddDays(day),
        Commit = $"{day:x4}c0ffee",
        Scenario = "quick",
        ScenarioHash = "00000000aaaa",
        Fingerprint = fingerprint,
        Environment = new SortedDictionary<string, string>
        {
            ["cpu model"] = "Example CPU",
            ["kernel"] = fingerprint == "0123456789ab" ? "6.1" : "6.2",
            ["runtime"] = ".NET 10.0.12",
        },
        ToolVersion = "0.1.0",
        Cells =
        [
            new HistoryCell
            {
                Id = "echo/tcp/loopback/closed-1",
                Hash = "00000000bbbb",
                Trials = 5,
                Values = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["p50"] = p50, ["throughput"] = 1e6 / p50 },
            },
        ],
    };

    public static HistoryContent Content(IReadOnlyList<HistoryPoint> points, params IReadOnlyList<Acknowledgement> acknowledgements) =>
        new() { Points = HistoryContent.Ordered(points), Acknowledgements = acknowledgements };

    /// <summary>A run of one arm, stored; its id ends with the number.</summary>
    public static string StoredRun(string parent, int number)
    {
        var run = SyntheticRuns.All["one-arm"].Value;
        run = run with { Id = $"{run.Id}-{number:000}", Started = run.Started.AddMinutes(number) };
        var folder = RunFolder.Create(Path.Combine(parent, run.Id), run);
        foreach (var trial in run.Trials)
        {
            folder.Append(trial);
        }

        return folder.Path;
    }
}
