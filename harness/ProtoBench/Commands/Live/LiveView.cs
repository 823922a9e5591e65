using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Reports.Html;
using ProtoBench.Trials;

namespace ProtoBench.Commands.Live;

/// <summary>
/// Draws the report again after every trial for whoever looks at it, beside the progress in the terminal. Progress is told between trials
/// and the next one does not start before it returns; so drawing, and open pages' fetching of what was drawn, happen while nothing is
/// measured.
/// </summary>
internal sealed class LiveView(IRunProgress progress, LiveServer server) : IRunProgress
{
    // A browser fetches and lays out a page of 1 MB in half a second; one that takes longer, or never comes back, costs no trial more than
    // this.
    private static readonly TimeSpan ReadersLimit = TimeSpan.FromSeconds(1);

    private readonly List<TrialResult> _trials = [];
    private RunResult? _run;

    public void Begin(RunResult run, string folder)
    {
        progress.Begin(run, folder);
        _run = run;
        _trials.AddRange(run.Trials);
        Draw();
    }

    public void TrialStarting(PlannedTrial trial, Cell cell) => progress.TrialStarting(trial, cell);

    public void TrialEnded(Cell cell, TrialResult result)
    {
        progress.TrialEnded(cell, result);
        _trials.Add(result);
        Draw();
    }

    public void Dispose() => progress.Dispose();

    private void Draw()
    {
        var run = _run! with { Trials = [.. _trials] };
        using var page = new StringWriter { NewLine = "\n" };
        new HtmlReport().Render(RunSummary.Of(run) with { IsUnderWay = run.Trials.Count < run.Plan.Trials.Count }, page);
        server.Publish(page.ToString(), ReadersLimit);
    }
}
