using System.CommandLine;
using ProtoBench.Analysis.History;
using ProtoBench.Model.Plans;

namespace ProtoBench.Commands;

/// <summary><c>protobench history acknowledge</c>: a change is known and lived with, and alarms no more.</summary>
internal static class HistoryAcknowledgeCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("run") { Description = "First run of the new level, as 'history check' prints it." };
        var because = new Option<string>("--because") { Description = "Why, for whoever reads the history later.", Required = true };
        var cells = new Option<string?>("--cells") { Description = "Only changes of cells whose id matches.", HelpName = "glob" };
        var metrics = HistoryOptions.Metrics();
        var store = HistoryOptions.Store();
        var command = new Command("acknowledge", "Accept a change, so that it no longer alarms.") { run, because, cells, metrics, store };
        command.SetAction((parsed, cancellationToken) => AcknowledgeAsync(
            parsed.GetValue(run)!, parsed.GetValue(because)!, parsed.GetValue(
                cells), parsed.GetValue(metrics), parsed.GetValue(store), cancellationToken));
        return command;
    }

    private static async Task<int> AcknowledgeAsync(
        string run, string because, string? cells, string? metrics, string? store, CancellationToken cancellationToken)
    {
        var report =
            await HistoryOptions.ReportAsync(store, null, metrics ?? "all", HistoryReport.All, cancellationToken).ConfigureAwait(false);
        var alarming =
            report.Series.Where(series => series.Open is not null).Concat(report.LeftOpen.Select(alarm => alarm.Series)).ToList();
        var meant =
            alarming.Where(series => series.ChangedAt!.Run == run && (cells is null || PlanFilter.Matches(cells, series.Cell))).ToList();
        if (meant.Count == 0)
        {
            var runs = alarming.Select(series => series.ChangedAt!.Run).Distinct().ToList();
            throw new UsageException(runs.Count == 0
                ? $"{report.Store} has no change that alarms, so there is nothing to acknowledge"
                : $"no change that alarms begins with run '{run}'{(cells is null ? "" : $" in a cell that matches '{cells}'")}; "
                    + $"there are changes at {string.Join(", ", runs)}");
        }

        var opened = HistoryStores.Open(store);
        await using (opened.ConfigureAwait(false))
        {
            foreach (var series in meant)
            {
                await opened.AcknowledgeAsync(
                    new Acknowledgement
                    {
                        Scenario = series.Scenario,
                        Fingerprint = series.Fingerprint,
                        Cell = series.Cell,
                        Metric = series.Metric.Key,
                        Run = run,
                        Because = because,
                        Time = DateTimeOffset.UtcNow,
                    },
                    cancellationToken).ConfigureAwait(false);
                await Console.Out.WriteLineAsync($"acknowledged: {SeriesText.Sentence(series, series.Open!.Change)}").ConfigureAwait(false);
            }
        }

        return ExitCode.Ok;
    }
}
