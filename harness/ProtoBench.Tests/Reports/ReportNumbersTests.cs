using System.Text.Json;
using AngleSharp.Html.Parser;
using ProtoBench.Model.Results;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Html;
using Xunit;

namespace ProtoBench.Tests.Reports;

/// <summary>The page against trials.jsonl, read as plain JSON: no figure comes from anywhere else.</summary>
public sealed class ReportNumbersTests
{
    [Theory]
    [InlineData("links")]
    [InlineData("concurrency-sweep")]
    public void Every_trial_of_the_page_shows_the_figures_of_its_line_in_the_raw_results(string name)
    {
        var run = SyntheticRuns.All[name].Value;
        var lines = Stored(run);
        using var page = new HtmlParser().ParseDocument(Rendered.Text(new HtmlReport(), run));
        var compared = 0;
        foreach (var row in page.QuerySelectorAll("tr[data-trial]"))
        {
            var trial = lines[int.Parse(row.GetAttribute("data-trial")!, System.Globalization.CultureInfo.InvariantCulture)];
            var titles = row.Closest("table")!.QuerySelectorAll("thead th").Select(head => head.TextContent).ToList();
            foreach (var (title, cell) in titles.Zip(row.Children.Select(cell => cell.TextContent)))
            {
                if (Raw(trial, title) is { } expected)
                {
                    Assert.Equal(expected, cell);
                    compared++;
                }
            }
        }

        Assert.InRange(compared, 500, 100_000);
        Assert.Equal(lines.Count, page.QuerySelectorAll("tr[data-trial]").Length);
    }

    // Through the file as a run writes it.
    private static Dictionary<int, JsonElement> Stored(RunResult run)
    {
        var path = Directory.CreateTempSubdirectory("protobench-numbers-").FullName;
        try
        {
            var folder = RunFolder.Create(Path.Combine(path, "run"), run);
            foreach (var trial in run.Trials)
            {
                folder.Append(trial);
            }

            return File.ReadLines(folder.InFolder(RunFolder.TrialsFile)).Select(line => JsonDocument.Parse(line).RootElement)
                .ToDictionary(trial => trial.GetProperty("number").GetInt32());
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private static string? Raw(JsonElement trial, string title) => title switch
    {
        "p50" or "p90" or "p99" => Text(trial, "responseMicroseconds", title, Quantity.Microseconds),
        "p99.9" => Text(trial, "responseMicroseconds", "p999", Quantity.Microseconds),
        "throughput" => Text(trial, "measurement", "achievedRate", Quantity.PerSecond),
        "goodput" => Text(trial, "measurement", "goodputBytesPerSecond", Quantity.BytesPerSecond),
        "client peak" => Text(trial, "client", "peakResidentBytes", Quantity.Bytes),
        "server peak" => Text(trial, "server", "peakResidentBytes", Quantity.Bytes),
        "trial" => $"{trial.GetProperty("number").GetInt32()}",
        "status" => trial.GetProperty("status").GetString() switch
        {
            "Succeeded" when trial.TryGetProperty("notes", out var notes) && notes.GetArrayLength() > 0 => "valid, with a note",
            "Succeeded" => "valid",
            "Invalid" => "invalid: in no figure",
            _ => "failed",
        },
        _ => null,
    };

    private static string Text(JsonElement trial, string group, string name, Quantity quantity) =>
        trial.TryGetProperty(group, out var record) && record.TryGetProperty(name, out var value)
            ? NumberText.Of(value.GetDouble(), quantity)
            : "–";
}
