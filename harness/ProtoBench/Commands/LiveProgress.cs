using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Trials;
using Spectre.Console;

namespace ProtoBench.Commands;

/// <summary>A bar with time left and the current trial, drawn over itself on a terminal; failed trials stay as lines above it.</summary>
internal sealed class LiveProgress : IRunProgress
{
    private readonly IAnsiConsole _console;
    private readonly ManualResetEventSlim _over = new();
    private TimeLeft _timeLeft = new(null);
    private Task _drawing = Task.CompletedTask;
    private ProgressTask? _bar;
    private int _total;
    private int _done;

    public LiveProgress(IAnsiConsole console) => _console = console;

    public void Begin(RunResult run, string folder)
    {
        _total = run.Plan.Trials.Count;
        _done = run.Trials.Count;
        _timeLeft = new TimeLeft(run.Plan.Scenario.Budget);
        _console.MarkupLine($"[bold]{Markup.Escape(run.Plan.Scenario.Title)}[/]");
        using var started = new ManualResetEventSlim();
        _drawing = Task.Run(() => _console.Progress()
            .AutoClear(true)
            .HideCompleted(true)
            .Columns(new ProgressBarColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context =>
            {
                _bar = context.AddTask("starting", maxValue: Math.Max(1, _total));
                _bar.Value = _done;
                started.Set();
                _over.Wait();
            }));
        started.Wait();
    }

    public void TrialStarting(PlannedTrial trial, Cell cell) => Describe($"{_done + 1}/{_total}  {TrialLine.Name(cell)}");

    public void TrialEnded(Cell cell, TrialResult result)
    {
        _done++;
        _bar!.Value = _done;
        var left = TimeLeft.Text(_timeLeft.After(result.Seconds, _total - _done));
        Describe($"{_done}/{_total}  {left} left  {TrialLine.Name(cell)}  {TrialLine.Figures(result)}");
        if (result.Status != TrialStatus.Succeeded)
        {
            _console.MarkupLine($"[yellow]{Markup.Escape(TrialLine.Name(cell))}[/]  {Markup.Escape(TrialLine.Figures(result))}");
        }
    }

    public void Dispose()
    {
        _over.Set();
        _drawing.Wait();
        _over.Dispose();
    }

    private void Describe(string text) => _bar!.Description = Markup.Escape(text);
}
