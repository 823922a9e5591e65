using ProtoBench.Analysis.Comparisons;
using ProtoBench.Analysis.Comparisons.Gates;
using ProtoBench.Analysis.History;
using ProtoBench.Model.Results.Pairs;
using ProtoBench.Reports.Comparisons;
using ProtoBench.Reports.History;
using ProtoBench.Reports.Html;
using ProtoBench.Tests.Comparisons;
using ProtoBench.Tests.History;

namespace ProtoBench.Tests.Reports;

/// <summary>Every kind of page, by name: those of <see cref="SyntheticRuns"/>, and of comparisons and histories.</summary>
internal static class SamplePages
{
    /// <summary>Pages that are not a run's.</summary>
    public static IReadOnlyList<string> Others { get; } = ["ab", "gate", "history"];

    public static string Of(string name)
    {
        using var output = new StringWriter { NewLine = "\n" };
        switch (name)
        {
            case "ab":
                new ComparisonPage(SuiteJudge.Judge(PairedComparison.Of(Pairs), new ComparisonRule()), Pairs).Write(output);
                break;
            case "gate":
                var gate = GateDecision.Decide(PairedComparison.Of(Pairs), GatePolicy.BuiltIn);
                new ComparisonPage(gate.Comparison, Pairs, gate).Write(output);
                break;
            case "history":
                new HistoryPage(History()).Write(output);
                break;
            default:
                return Rendered.Text(new HtmlReport(), SyntheticRuns.All[name].Value);
        }

        return output.ToString();
    }

    /// <summary>The new side of tcp takes a fifth longer, one pair does not count, and both ran forty slices.</summary>
    public static PairRun Pairs { get; } = InventedPairs.Run(pair => pair with
    {
        New = pair.Number == 3
            ? pair.New with
            {
                Status = Model.Results.TrialStatus.Invalid,
                Reasons = ["the client ran late: 1 % of the arrivals were handled 900 µs or more after they were due"],
            }
            : InventedPairs.IsTcp(pair)
                ? pair.New with { ResponseMicroseconds = pair.New.ResponseMicroseconds! with { P50 = 12 + (0.01 * pair.Number) } }
                : pair.New,
        Slices = [.. Enumerable.Range(0, 40).Select(i => new SlicePair(i % 2 == 0, 0.02, 100 + (i % 7), 98 + (i % 5)))],
    });

    private static HistoryReport History() => HistoryReport.Of(
        "store", InventedHistory.Content(InventedHistory.Step(30, 8, 1.2)), HistorySeriesBuilder.Watched);
}
