using BenchmarkDotNet.Attributes;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Results;
using ProtoBench.Reports;
using ProtoBench.Reports.Html;
using ProtoBench.Reports.Text;
using ProtoBench.Tests.Reports;

namespace ProtoBench.Benchmarks;

/// <summary>
/// What the end of a run waits for: the reports of 120 trials, and of 480, with up to 10^5 latencies each. All of the latter within 2 s.
/// </summary>
[MemoryDiagnoser]
public class ReportBenchmarks
{
    private readonly IReport[] _written = [new HtmlReport(), new MarkdownReport(), new CsvReport()];
    private RunResult? _run;
    private RunSummary? _summary;

    [Params("usual", "large")]
    public string Scenario { get; set; } = "usual";

    /// <exception cref="InvalidOperationException">A trial does not count; reports leave those out, and the figures would mean
    /// less.</exception>
    [GlobalSetup]
    public void Invent()
    {
        _run =
            new SyntheticRun(Scenario == "large" ? SyntheticScenarios.Large : SyntheticScenarios.Usual) { MostSamples = 100_000 }.Result();
        _summary = RunSummary.Of(_run);
        if (_run.Trials.FirstOrDefault(trial => trial.Status != TrialStatus.Succeeded) is { } bad)
        {
            throw new InvalidOperationException($"{bad.CellId}: {string.Join("; ", bad.Reasons)}");
        }
    }

    /// <summary>Figures, intervals and verdicts, once for all reports.</summary>
    [Benchmark]
    public int Summary() => RunSummary.Of(_run!).Cells.Count;

    [Benchmark]
    public long Html() => Render(_written[0]);

    [Benchmark]
    public long Markdown() => Render(_written[1]);

    [Benchmark]
    public long Csv() => Render(_written[2]);

    [Benchmark]
    public long Text() => Render(new TextReport());

    /// <summary>The three files of a run's folder.</summary>
    [Benchmark]
    public long AllFiles()
    {
        _summary = RunSummary.Of(_run!);
        return _written.Sum(Render);
    }

    // A buffered stream, as the files have; how fast the disk is does not belong here.
    private long Render(IReport report)
    {
        using var stream = new MemoryStream();
        using var writer = new StreamWriter(stream);
        report.Render(_summary!, writer);
        writer.Flush();
        return stream.Length;
    }
}
