using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Text;
using ProtoBench.Trials;

namespace ProtoBench.Commands;

/// <summary>One line per finished trial: for CI logs and everything that is not a terminal.</summary>
internal sealed class PlainProgress(TextWriter output) : IRunProgress
{
    private TimeLeft _timeLeft = new(null);
    private int _total;
    private int _done;

    public void Begin(RunResult run, string folder)
    {
        _total = run.Plan.Trials.Count;
        _done = run.Trials.Count;
        _timeLeft = new TimeLeft(run.Plan.Scenario.Budget);
        output.WriteLine($"{run.Plan.Scenario.Title}\n{Plural.Of(_total - _done, "trial")} of "
            + $"{Plural.Of(run.Plan.Cells.Count(cell => cell.Runs), "cell")} → {ShellText.Path(folder)}");
    }

    public void TrialStarting(PlannedTrial trial, Cell cell)
    {
        // A line when it has ended is enough; two would double every log.
    }

    public void TrialEnded(Cell cell, TrialResult result)
    {
        _done++;
        var left = TimeLeft.Text(_timeLeft.After(result.Seconds, _total - _done));
        output.WriteLine(
            $"[{_done,4}/{_total}] {TrialLine.Name(cell)}  {TrialLine.Figures(result)}  ({result.Seconds:0.0} s, {left} left)");
    }

    public void Dispose() => output.Flush();
}
