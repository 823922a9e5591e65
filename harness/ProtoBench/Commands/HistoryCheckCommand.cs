using System.CommandLine;
using System.Text.Json;
using ProtoBench.Analysis.History;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Exports;

namespace ProtoBench.Commands;

/// <summary><c>protobench history check</c>: did anything become slower and stay so?</summary>
internal static class HistoryCheckCommand
{
    public static Command Create()
    {
        var scenario = HistoryOptions.Scenario();
        var store = HistoryOptions.Store();
        var metrics = HistoryOptions.Metrics();
        var environment = HistoryOptions.Environment();
        var strict =
            new Option<bool>("--strict") { Description = "Exit with 5 when a series cannot be judged or its change is weak evidence." };
        var json = CommonOptions.Json();
        var command = new Command(
            "check", "Exit with 1 when a figure has become worse and nobody has acknowledged it, with 4 when a run could not be read.")
        {
            scenario, store, metrics, environment, strict, json,
        };
        var exports = new ExportOptions(ExportedKind.History);
        exports.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var wanted = exports.Of(parsed);
            var report = await HistoryOptions.ReportAsync(
                parsed.GetValue(store), parsed.GetValue(
                    scenario), parsed.GetValue(metrics), parsed.GetValue(environment)!, cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                await Console.Out.WriteLineAsync(
                    JsonSerializer.Serialize(HistoryDocument.Of(report), CommandJson.Default.HistoryDocument)).ConfigureAwait(false);
            }
            else
            {
                foreach (var sentence in HistoryVerdict.Sentences(report))
                {
                    await Console.Out.WriteLineAsync(sentence).ConfigureAwait(false);
                }

                if (report.Alarms.Concat(report.LeftOpen.Select(alarm => alarm.Series)).FirstOrDefault() is { } first)
                {
                    await Console.Out.WriteLineAsync(
                        $"to live with it: {ShellText.Program} history acknowledge {ShellText.Word(first.ChangedAt!.Run)} --because "
                            + $"'why'{HistoryOptions.Again(parsed.GetValue(store))}").ConfigureAwait(false);
                }
            }

            wanted.Write(Exportable.Of(report));
            return ExitCodeOf(report, parsed.GetValue(strict));
        });
        return command;
    }

    // What could not be read may be the run that would have alarmed, so a store with such lines does not pass.
    private static int ExitCodeOf(HistoryReport report, bool strict) =>
        report.Alarms.Count + report.LeftOpen.Count > 0 ? ExitCode.GateFailed
            : report.Problems.Count > 0 ? ExitCode.NotMeasured
            : strict && (report.Series.Count == 0 || report.WeakAlarms.Count > 0 || !report.Series.All(series => series.IsJudged))
                ? ExitCode.Inconclusive
            : ExitCode.Ok;
}
