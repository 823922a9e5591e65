using System.CommandLine;
using System.Text.Json;
using ProtoBench.Analysis.History;
using ProtoBench.Reports.History;

namespace ProtoBench.Commands;

/// <summary><c>protobench history show</c>: every series with its shape and its change points.</summary>
internal static class HistoryShowCommand
{
    public static Command Create()
    {
        var scenario = HistoryOptions.Scenario();
        var store = HistoryOptions.Store();
        var metrics = HistoryOptions.Metrics();
        var environment = HistoryOptions.Environment();
        var png = ChartFiles.Option("Also write every series as PNG files into this folder, on light and on dark paper.");
        var output = PageFiles.Option();
        var json = CommonOptions.Json();
        var command =
            new Command("show", "Show a history: levels, shapes, change points.")
            {
                scenario, store, metrics, environment, output, png, json,
            };
        command.SetAction(async (parsed, cancellationToken) =>
        {
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
                HistoryTable.Write(report, Console.Out, Terminals.Paper);
                await Console.Out.WriteLineAsync(HistoryVerdict.Sentences(report)[0]).ConfigureAwait(false);
            }

            PageFiles.Tell(PageFiles.Write(parsed.GetValue(output), report));
            return ChartFiles.Extract(HistoryCharts.Of(report), parsed.GetValue(png));
        });
        return command;
    }
}
