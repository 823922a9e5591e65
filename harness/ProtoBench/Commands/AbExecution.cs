using System.Globalization;
using System.Text.Json;
using ProtoBench.Analysis.Comparisons;
using ProtoBench.Machine;
using ProtoBench.Model.Results.Pairs;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Comparisons;
using ProtoBench.Reports.Exports;
using ProtoBench.Trials;
using ProtoBench.Trials.Pairs;

namespace ProtoBench.Commands;

/// <summary>From two sides to stored pairs, a table and an exit code.</summary>
internal static class AbExecution
{
    /// <summary>The report as JSON in the comparison's folder, for <c>ci</c> formats and other readers.</summary>
    private const string ReportFile = "comparison.json";

    public static async Task<int> RunAsync(AbRequest request)
    {
        if (request.Folder is { } name && ReportFiles.Of(name) is not null)
        {
            throw new UsageException($"--output {name}: a comparison is a folder; give one");
        }

        // Before a folder is made: without a peer no pair can run.
        _ = OneBuild.OfThis();
        using var interrupt = new RunInterrupt();
        PairRun run;
        try
        {
            run = await PrepareAsync(request, interrupt.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (interrupt.ExitCode is { } stopped)
        {
            return stopped;
        }

        await using var launcher = await HostsReady.OpenAsync(
            run.Header.New.Scenario, new Recording(), interrupt.Token, run.Header.Base.Executable, run.Header.New.Executable)
            .ConfigureAwait(false);
        run = run with { Header = HostsReady.Marked(run.Header, launcher) with { Hosts = launcher.Hosts } };
        AbSides.RequirePairs(run.Header.Base, run.Header.New);
        var path = request.Folder ?? Path.Combine(OutputFolder.Parent(Console.Error), run.Header.Id);
        var folder = OutputFolder.Make(path, request.Folder, () => PairFolder.Create(path, run));
        var rule = new ComparisonRule();
        var session = new PairSession(folder, rule, new PairProgress(Console.Error), launcher);
        run = await session.RunAsync(run, interrupt.Token).ConfigureAwait(false);
        var report = SuiteJudge.Judge(PairedComparison.Of(run), rule);
        folder.WriteWhole(ReportFile, writer => writer.Write(JsonSerializer.Serialize(report, ComparisonJson.Indented.ComparisonReport)));
        CompareCommand.Show(report, request.Json);
        request.Exports.Write(Exportable.Of(report), folder.Path);
        PageFiles.Write(RunReports.PageOf(folder.Path), report, run);
        ChartFiles.Replace(ComparisonCharts.Of(report), folder.Path, Console.Error);
        if (interrupt.ExitCode is not null || session.Lost is not null)
        {
            await Console.Error.WriteLineAsync(
                $"stopped{(session.Lost is { } lost ? $": {lost}" : "")}; {Plural.Of(run.Pairs.Count, "pair")} kept").ConfigureAwait(false);
        }

        await Console.Error.WriteLineAsync($"Results  {ShellText.Path(folder.Path)}\nPage     "
            + $"{ShellText.Path(RunReports.PageOf(folder.Path))}\nNext     {ShellText.Program} gate {ShellText.Path(folder.Path)}")
            .ConfigureAwait(false);
        return interrupt.ExitCode ?? ExitOf(report, run);
    }

    private static async Task<PairRun> PrepareAsync(AbRequest request, CancellationToken cancellationToken)
    {
        var (before, after) = await AbSides.ResolveAsync(request, Console.Error.WriteLine, cancellationToken).ConfigureAwait(false);
        var now = DateTimeOffset.UtcNow;
        var processors = ProcessorSplit.Of(after.Scenario.Pinning, ProcessorSplit.ParseList(ProcessProbe.Processors()));
        return new PairRun
        {
            Header = new PairHeader
            {
                Id = now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture) + "-" + after.Scenario.Name + "-ab",
                Started = now,
                Command = request.CommandLine,
                Base = before,
                New = after,
                Pairs = request.Pairs,
                ConfirmingPairs = request.ConfirmingPairs,
                ServerProcessors = processors.Server,
                ClientProcessors = processors.Client,
            },
            Fingerprint = FingerprintReader.Read(after.Scenario.Runtime, after.Scenario.Pinning, after.Scenario.Idle),
            Pairs = [],
        };
    }

    private static int ExitOf(ComparisonReport report, PairRun run)
    {
        var exit = CompareCommand.ExitOf(report);
        return exit != ExitCode.GateFailed && run.Pairs.Any(pair => !pair.Counts) ? ExitCode.NotMeasured : exit;
    }
}
