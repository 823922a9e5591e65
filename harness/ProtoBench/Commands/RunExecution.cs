using System.Globalization;
using ProtoBench.Analysis.Searches;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Commands.Live;
using ProtoBench.Load.Workloads;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Text;
using ProtoBench.Protocols;
using ProtoBench.Reports.Exports;
using ProtoBench.Trials;
using ProtoBench.Trials.Runs;
using ProtoBench.Trials.Servers;
using Spectre.Console;

namespace ProtoBench.Commands;

/// <summary>From checked scenarios to stored results, reports and an exit code.</summary>
internal static class RunExecution
{
    /// <summary>Runs one scenario after the other; the worst exit code is returned.</summary>
    public static async Task<int> RunAllAsync(IReadOnlyList<Scenario> scenarios, RunRequest request)
    {
        // What its name promises is checked before anything runs.
        if (request.ReportFile is { } name && scenarios.Count > 1)
        {
            throw new UsageException($"--output {name}: each scenario has a report of its own; give a folder");
        }

        var plans = scenarios.Select(scenario => PlanFor(scenario, request.Filters)).ToList();
        if (request.DryRun)
        {
            plans.ForEach(plan => PlanText.Write(plan, Terminals.Out));
        }

        plans.ForEach(RequireTrials);
        request.Exports.RequireOne(plans.Count);
        if (request.DryRun)
        {
            return ExitCode.Ok;
        }

        for (var i = 0; i < plans.Count; i++)
        {
            plans[i] = await AddressPreflight.CheckAsync(plans[i], CancellationToken.None).ConfigureAwait(false);
        }

        plans.ForEach(RequireTrials);
        var runs = new List<RunResult>();
        foreach (var plan in plans)
        {
            // Later ones wait for the first.
            runs.Add(NewRun(plan, request) with { Launched = runs.Count == 0 ? ProgramStart.At : null });
        }

        var parent = request.Folder is null ? OutputFolder.Parent(Console.Error) : "";
        return await ExecuteAsync(
            [.. runs.Select(run => (run, FolderFor(run, parent, request.Folder, runs.Count > 1), false))], request).ConfigureAwait(false);
    }

    /// <summary>Goes on with a stored run under the conditions it was begun with.</summary>
    public static Task<int> ResumeAsync(string path, RunRequest request)
    {
        var run = RunFolder.Open(path).Read();
        var now = FingerprintReader.Read(run.Plan.Scenario.Runtime, run.Plan.Scenario.Pinning, run.Plan.Scenario.Idle);
        var different = FingerprintDifference.Between(run.Fingerprint, now);
        return different.Count == 0
            ? ExecuteAsync([(run, path, true)], request)
            : throw new UsageException($"{path} was begun under other conditions, so its trials and new ones would not be "
                + $"comparable:\n  {string.Join("\n  ", different)}\nStart a new run instead.");
    }

    private static async Task<int> ExecuteAsync(IReadOnlyList<(RunResult Run, string Folder, bool Resumed)> runs, RunRequest request)
    {
        // Before a folder is made: without a peer no trial can run.
        _ = OneBuild.OfThis();
        using var interrupt = new RunInterrupt();
        await using var live =
            request.LivePort is { } port ? await LiveServer.StartAsync(port, interrupt.Token).ConfigureAwait(false) : null;
        if (live is not null)
        {
            await Console.Error.WriteLineAsync($"live: {live.Address}").ConfigureAwait(false);
        }

        var worst = ExitCode.Ok;
        foreach (var (run, path, resumed) in runs)
        {
            await using var launcher = await HostsReady.OpenAsync(
                run.Plan.Scenario, request.Recording, interrupt.Token).ConfigureAwait(false);
            var placed = resumed
                ? HostsReady.Same(path, run, launcher)
                : run with { Hosts = launcher.Hosts, Plan = HostsReady.Marked(run.Plan, launcher) };
            RequireTrials(placed.Plan);
            var folder = resumed ? RunFolder.Open(path) : OutputFolder.Make(path, request.Folder, () => RunFolder.Create(path, placed));
            await WarnAsync(placed).ConfigureAwait(false);
            var (finished, lost) = await RunOneAsync(
                placed, folder, request.Recording, live, launcher, interrupt.Token).ConfigureAwait(false);
            var summary = RunSummary.Of(finished);
            var charts = RunReports.Write(summary, folder.Path);
            RunReports.Show(summary, folder, request.Json);
            RunReports.AddPictures(summary, charts, folder.Path);
            request.Exports.Write(Exportable.Of(finished), folder.Path);
            RunReports.TellRest(Console.Error, RunReports.FilesIn(folder.Path));
            WriteAsked(summary, request);
            worst = Math.Max(worst, Judge(finished));
            if (interrupt.ExitCode is not null || lost is not null)
            {
                var kept = finished.Trials.Count(trial => trial.Without is null);
                await Console.Error.WriteLineAsync($"stopped{(lost is null ? "" : $": {lost}")}; {kept} of "
                    + $"{Plural.Of(finished.Plan.Trials.Count, "trial")} are kept. Continue with: {ShellText.Program} run --resume "
                        + $"{ShellText.Path(path)}").ConfigureAwait(false);
                return interrupt.ExitCode ?? worst;
            }
        }

        return worst;
    }

    // -o page.html: what its name says, beside the folder that every run has.
    private static void WriteAsked(RunSummary summary, RunRequest request)
    {
        if (request.ReportFile is { } name)
        {
            ReportFiles.Write(ReportFiles.Of(name)!, summary, name);
            Console.Error.WriteLine($"written: {ShellText.Path(name)}");
        }
    }

    private static async Task WarnAsync(RunResult run)
    {
        var busy = run.Hosts is null
            ? [MachineText.Busy(run.Before, [])]
            : run.Hosts.Select(host => MachineText.Busy(host.Before, [], host.Name));
        foreach (var warning in PlanAdvice.Warnings(run.Plan).Concat(busy.OfType<string>()))
        {
            await Console.Error.WriteLineAsync($"warning: {warning}").ConfigureAwait(false);
        }
    }

    /// <summary>The run, and why it could not go on; null: it could.</summary>
    private static async Task<(RunResult Run, string? Lost)> RunOneAsync(
        RunResult run, RunFolder folder, Recording recording, LiveServer? live, ILauncher launcher, CancellationToken cancellationToken)
    {
        IRunProgress terminal = Terminals.IsLive ? new LiveProgress(Terminals.Error) : new PlainProgress(Console.Error);
        using var progress = live is null ? terminal : new LiveView(terminal, live);
        try
        {
            var session = new RunSession(folder, progress, recording, launcher);
            return (await session.RunAsync(run, cancellationToken).ConfigureAwait(false), session.Lost);
        }
        catch (IOException error)
        {
            throw new IOException($"{error.Message.TrimEnd('.')}. The finished trials in {folder.Path} are kept; make room and go on "
                + $"with: {ShellText.Program} run --resume {ShellText.Path(folder.Path)}", error);
        }
    }

    private static int Judge(RunResult run) =>
        run.Plan.Trials.Count == 0
            || run.Trials.Count < run.Plan.Trials.Count
            || run.Trials.Any(trial => trial.Status != TrialStatus.Succeeded && trial.Search is null)
            || run.Plan.Cells.Any(cell => cell is { Runs: true, Load.Search: not null }
                && !CellSearch.IsAnswered(CellSearch.Of(run.Plan.Scenario, cell, run.Trials)))
            ? ExitCode.NotMeasured
            : ExitCode.Ok;

    // A run that measures nothing would end as if all had been measured.
    private static void RequireTrials(Plan plan)
    {
        if (plan.Trials.Count == 0)
        {
            var why =
                plan.Cells.Select(cell => cell.NotApplicable ?? cell.Unsupported).OfType<string>().Distinct(StringComparer.Ordinal).Take(3);
            throw new UsageException($"{plan.Scenario.Name}: nothing would be measured, because none of its {plan.Cells.Count} cells "
                + $"can run {(plan.Scenario.Hosts is null ? "here" : "on its hosts")}: {string.Join("; ", why)}");
        }
    }

    private static Plan PlanFor(Scenario scenario, IReadOnlyList<string> filters)
    {
        var fitting = BuiltCode.Fit(
            scenario, Executables.NativePeer, sentence => Console.Error.WriteLine($"warning: {sentence}"));
        var plan = PlanBuilder.Build(fitting, ProtocolCatalog.All, WorkloadCatalog.All, KernelSupport.WhyNot);
        if (filters.Count == 0)
        {
            return plan;
        }

        var filtering = PlanFilter.Apply(plan, filters);
        return filtering.Plan ?? throw new UsageException(ScenarioErrorText.Render(filtering.Errors, "").TrimEnd());
    }

    private static RunResult NewRun(Plan plan, RunRequest request)
    {
        var now = DateTimeOffset.UtcNow;
        return new RunResult
        {
            Id = now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture) + "-" + plan.Scenario.Name,
            Started = now,
            Command = request.CommandLine,
            Plan = plan,
            Fingerprint = FingerprintReader.Read(plan.Scenario.Runtime, plan.Scenario.Pinning, plan.Scenario.Idle),
            Before = MachineWatch.Look(),
            Trials = [],
        };
    }

    private static string FolderFor(RunResult run, string parent, string? asked, bool several) =>
        asked is null ? Path.Combine(parent, run.Id)
        : several ? Path.Combine(asked, run.Plan.Scenario.Name)
        : asked;
}
