using ProtoBench.Analysis.Objectives;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Results;

namespace ProtoBench.Commands;

/// <summary>
/// What <c>run --json</c> and <c>show --json</c> print: the summary; every raw figure is in the run folder's trials.jsonl.
/// </summary>
/// <param name="Id">Name of the run.</param>
/// <param name="Folder">Where it is stored.</param>
/// <param name="Verdicts">The answers in words.</param>
/// <param name="Cells">Every cell of the plan.</param>
public sealed record RunDocument(string Id, string Folder, IReadOnlyList<string> Verdicts, IReadOnlyList<CellDocument> Cells)
{
    internal static RunDocument Of(RunSummary summary, string folder) => new(
        summary.Run.Id,
        folder,
        [.. summary.Verdicts.Select(verdict => string.Join(' ', verdict.Rest.Prepend(verdict.Answer)))],
        [.. summary.Cells.Select(cell => CellDocument.Of(cell, RunObjectives.Of(summary.Run, cell.Cell)))])
    {
        Hosts = summary.Run.Hosts,
        Network = summary.Run.Plan.Scenario.Hosts?.Network,
    };

    /// <summary>The other machines that its sides ran on; absent where they ran on this one.</summary>
    public IReadOnlyList<RunHost>? Hosts { get; init; }

    /// <summary>What the user calls the network between them.</summary>
    public string? Network { get; init; }
}

/// <summary>One cell of <see cref="RunDocument"/>.</summary>
/// <param name="Id">The cell's id.</param>
/// <param name="State">measured, invalid, failed, notRun, notApplicable or unsupported.</param>
/// <param name="Reason">Why it has no figures; empty when it has.</param>
/// <param name="Succeeded">Trials whose figures count.</param>
/// <param name="Invalid">Trials that measured something not to be trusted.</param>
/// <param name="Failed">Trials that measured nothing.</param>
/// <param name="Figures">By metric: centre and 95 % interval over trials. Latencies in microseconds, rates per second, goodput in bytes per
/// second.</param>
public sealed record CellDocument(
    string Id, string State, string Reason, int Succeeded, int Invalid, int Failed, IReadOnlyDictionary<string, FigureDocument> Figures)
{
    internal static CellDocument Of(CellSummary cell, IReadOnlyList<ObjectiveFinding> objectives) => new(
        cell.Cell.Id,
        char.ToLowerInvariant(cell.State.ToString()[0]) + cell.State.ToString()[1..],
        cell.Reason,
        cell.Succeeded.Count,
        cell.Invalid,
        cell.Failed,
        cell.Figures.Values.Where(figure => figure.IsShown).ToDictionary(
            figure => figure.Metric.Key, figure => new FigureDocument(figure.Centre, figure.Low, figure.High)))
    {
        Objectives = objectives.Count > 0 ? objectives : null,
    };

    /// <summary>What the cell makes of each objective of the scenario; absent where it has none.</summary>
    public IReadOnlyList<ObjectiveFinding>? Objectives { get; init; }
}

/// <summary>A figure over trials.</summary>
/// <param name="Centre">Centre of the trials' values.</param>
/// <param name="Low">Lower end of the 95 % interval; absent with a single trial.</param>
/// <param name="High">Its upper end.</param>
public sealed record FigureDocument(double Centre, double? Low, double? High);
