using ProtoBench.Model.Results;
using ProtoBench.Reports;
using ProtoBench.Reports.Html;
using ProtoBench.Reports.Text;
using Xunit;

namespace ProtoBench.Tests.Reports;

/// <summary>Writes every synthetic report into the folder that PROTOBENCH_SAMPLES names, to be looked at by people.</summary>
public sealed class RenderedSamples
{
    [Fact]
    public void Every_report_of_every_synthetic_run_has_text()
    {
        var folder = Environment.GetEnvironmentVariable("PROTOBENCH_SAMPLES");
        var overTime = SocketReportTests.With(HeatMapTests.WithBands(SyntheticRuns.Quick()));
        foreach (var (name, run) in SyntheticRuns.All.Append(new("over-time", new Lazy<RunResult>(overTime))))
        {
            foreach (var report in (IReport[])[new HtmlReport(), new MarkdownReport(), new CsvReport(), new TextReport()])
            {
                var text = Rendered.Text(report, run.Value);
                Assert.NotEmpty(text);
                if (folder is not null)
                {
                    Directory.CreateDirectory(Path.Combine(folder, name));
                    File.WriteAllText(Path.Combine(folder, name, report.FileName), text);
                }
            }
        }
    }
}
