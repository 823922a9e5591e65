using System.Globalization;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Reports.Text;

/// <summary>Facts about a whole run in words.</summary>
internal static class RunText
{
    /// <summary>For example <c>4 min 12 s</c>.</summary>
    public static string Length(TimeSpan length) => length switch
    {
        { TotalHours: >= 1 } => $"{(int)length.TotalHours} h {length.Minutes} min",
        { TotalMinutes: >= 1 } => $"{length.Minutes} min {length.Seconds} s",
        _ => $"{Math.Round(length.TotalSeconds)} s",
    };

    /// <summary>What the reader must know before believing anything else, as sentences; empty when all went as planned.</summary>
    public static IReadOnlyList<string> Warnings(RunSummary summary)
    {
        var warnings = new List<string>();
        if (summary.Missing > 0)
        {
            var (ran, planned) = (summary.Run.Trials.Count, summary.Run.Plan.Trials.Count);
            warnings.Add(summary.IsUnderWay
                ? $"The run is under way: {ran} of {planned} trials have ended. Figures use what there is and will change."
                : $"The run was interrupted: {ran} of {planned} planned trials ran. Figures use what there is.");
        }

        var (invalid, failed) = (summary.Cells.Sum(cell => cell.Invalid), summary.Cells.Sum(cell => cell.Failed));
        if (invalid + failed > 0)
        {
            var counts = (invalid, failed) switch
            {
                (_, 0) => $"{Trials(invalid)} invalid",
                (0, _) => failed == 1 ? "1 trial failed" : $"{failed} trials failed",
                _ => $"{Trials(invalid)} invalid and {failed} failed",
            };
            warnings.Add(
                $"{counts}. {(invalid + failed == 1 ? "It is" : "They are")} part of no figure; the reasons are listed under "
                    + "“Not measured and notes”.");
        }

        foreach (var part in summary.Parts)
        {
            var label = part.Label.Length > 0 ? part.Label + ": " : "";
            warnings.AddRange(BusyMachines(part).OfType<string>().Select(sentence => label + sentence));
        }

        warnings.AddRange(summary.Parts.Where(part => part.Run.Ending is not null).Select(
            part => $"{(part.Label.Length > 0 ? part.Label + ": the" : "The")} run {part.Run.Ending!.Sentence}."));
        if (TrialNotes.Unsteady(summary.Cells) is { } unsteady)
        {
            warnings.Add(unsteady);
        }

        if (summary.Cells.Any(cell => cell.State is CellState.Measured) && summary.Cells.All(cell => cell.Succeeded.Count <= 1))
        {
            warnings.Add("Every cell has one trial at most. That shows levels, not how much they vary, so nothing is ranked.");
        }

        return warnings;
    }

    // What else the machine does that only starts the sides on hosts is no matter of theirs.
    private static IEnumerable<string?> BusyMachines(RunPart part) => part.Run.Hosts is null
        ? [MachineText.Busy(part.Run.Before, part.MachineDuring), MachineText.Frequency(part.MachineDuring)]
        : part.HostsDuring.SelectMany(host => new[]
        {
            MachineText.Busy(host.Before, host.During, host.Host), MachineText.Frequency(host.During, host.Host),
        });

    /// <summary>What it ran on in a few words: this machine, or each host with what ran there.</summary>
    public static string Machine(RunResult run) => Machine(run.Hosts, run.Fingerprint);

    /// <summary>The same of any hosts, or of the machine itself where there are none.</summary>
    public static string Machine(IReadOnlyList<RunHost>? hosts, Fingerprint own) => hosts is { Count: > 0 }
        ? string.Join("; ", hosts.Select(host => $"{host.Role} on {host.Name}: {Few(host.Fingerprint)}"))
        : Few(own);

    /// <summary>The same with the software.</summary>
    public static string MachineInFull(RunResult run) => run.Hosts is { Count: > 0 } hosts
        ? string.Join("; ", hosts.Select(host => $"{host.Role} on {host.Name}: {Full(host.Fingerprint)}"))
        : Full(run.Fingerprint);

    /// <summary>What the traffic crossed, by the names of links.</summary>
    public static string Links(Scenario scenario, IEnumerable<string> links) => scenario.Hosts is not { OnOneHost: false } hosts
        ? string.Join(", ", links.Distinct(StringComparer.Ordinal))
        : hosts.Network is { } name ? $"network {name}" : "the network between hosts";

    private static string Few(Fingerprint machine) => $"{machine.CpuModel}, {machine.Processors} processors, {machine.Runtime}";

    private static string Full(Fingerprint machine) => $"{machine.CpuModel}, {machine.Processors} logical processors, "
        + $"{machine.OperatingSystem}, kernel {machine.Kernel}, {machine.Runtime}";

    /// <summary>Where and when one of several runs was measured, in one line without its label.</summary>
    public static string Origin(RunPart part)
    {
        var run = part.Run;
        var started = run.Started.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
        return $"{run.Id}, {started}, {Length(part.Length)}. {MachineInFull(run)}, ProtoBench {run.Fingerprint.ToolVersion}.";
    }

    private static string Trials(int count) => count == 1 ? "1 trial is" : $"{count} trials are";
}
