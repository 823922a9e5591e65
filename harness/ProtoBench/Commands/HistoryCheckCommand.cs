using System.CommandLine;
using System.Text.Json;
using ProtoBench.Exports;
using ProtoBench.History;
using ProtoBench.Plans;

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
        var strict = new Option<bool>("--strict") { Description = "Exit with 5 when a series is too short to be judged or its change is weak evidence." };
        var json = CommonOptions.Json();
        var command = new Command("check", "Exit with 1 when a figure became worse and nobody acknowledged it.")
        {
            scenario, store, metrics, environment, strict, json,
        };
        var files = new CheckFileOptions();
        files.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var report = await HistoryOptions.ReportAsync(
                parsed.GetValue(store), parsed.GetValue(scenario), parsed.GetValue(metrics), parsed.GetValue(environment)!, cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                await Console.Out.WriteLineAsync(JsonSerializer.Serialize(HistoryDocument.Of(report), CommandJson.Default.HistoryDocument)).ConfigureAwait(false);
            }
            else
            {
                foreach (var sentence in HistoryVerdict.Sentences(report))
                {
                    await Console.Out.WriteLineAsync(sentence).ConfigureAwait(false);
                }

                if (report.Alarms.Count > 0)
                {
                    await Console.Out.WriteLineAsync(
                        $"to live with it: {ShellText.Program} history acknowledge {ShellText.Word(report.Alarms[0].ChangedAt!.Run)} --because 'why'{HistoryOptions.Again(parsed.GetValue(store))}").ConfigureAwait(false);
                }
            }

            files.Of(parsed).Write(CheckSuites.Of(report), GitHubSummary.Of(report));
            return ExitCodeOf(report, parsed.GetValue(strict));
        });
        return command;
    }

    private static int ExitCodeOf(HistoryReport report, bool strict) =>
        report.Alarms.Count > 0 ? ExitCode.GateFailed
            : strict && (report.Series.Count == 0 || report.WeakAlarms.Count > 0 || report.TooShort.Count > 0) ? ExitCode.Inconclusive
            : ExitCode.Ok;
}
