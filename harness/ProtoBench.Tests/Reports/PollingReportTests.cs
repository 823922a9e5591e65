using ProtoBench.Analysis.Summaries;
using ProtoBench.Load.Workloads.Push;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Settings;
using ProtoBench.Reports.Html;
using ProtoBench.Reports.Text;
using Xunit;

namespace ProtoBench.Tests.Reports;

public sealed class PollingReportTests
{
    [Fact]
    public void A_report_has_the_delay_that_the_pauses_and_requests_predict_beside_the_measured_one()
    {
        var run = With(SyntheticRuns.Quick());
        var mean = RunSummary.Of(run).Workloads[0].Loads[0].Cells.First(cell => cell.Arm == "http1").Succeeded
            .Average(trial => trial.ResponseMicroseconds!.Mean);
        var text = string.Join(' ', Rendered.Text(new TextReport(), run).Split('\n').Select(line => line.Trim()));

        Assert.Equal(146_500, mean, 500.0);
        Assert.Contains(
            "http1: half of a pause of 251 ms and a request of 20.4 ms predict a mean delay of 146 ms; measured 14", text,
            StringComparison.Ordinal);
        Assert.Contains("% of it, where chance alone is ±", text, StringComparison.Ordinal);
        Assert.Contains("predict a mean delay of 146 ms", Rendered.Text(new HtmlReport(), run), StringComparison.Ordinal);
        Assert.DoesNotContain("predict a mean delay", Rendered.Text(new TextReport(), SyntheticRuns.Quick()), StringComparison.Ordinal);
    }

    /// <summary>By trying it: means of so many uniform waits lie within the share 95 of 100 times.</summary>
    [Theory]
    [InlineData(250, 20)]
    [InlineData(250, 0)]
    [InlineData(10, 40)]
    public void So_many_events_bring_the_mean_within_five_per_cent(double pause, double request)
    {
        var events = Polling.EventsFor(pause, request, 0.05);
        var random = new Random(3);
        var predicted = (pause / 2) + request;
        var within = Enumerable.Range(0, 2_000).Count(_ =>
        {
            var mean = Enumerable.Range(0, (int)events).Average(_ => (random.NextDouble() * (pause + request)) + (request / 2));
            return Math.Abs((mean / predicted) - 1) <= 0.05;
        });
        Assert.InRange(within, 1_850, 1_950);
        Assert.Equal(0.05, new Polling(pause, request, 0, events).Chance, 0.002);
    }

    [Fact]
    public void Without_a_round_trip_that_takes_half_a_thousand_events() =>
        Assert.Equal((513, 444), (Polling.EventsFor(250, 0, 0.05), Polling.EventsFor(250, 20, 0.05)));

    private static RunResult With(RunResult run)
    {
        bool IsPolled(string cell) => cell.Contains("/http1/", StringComparison.Ordinal);
        return run with
        {
            Plan = run.Plan with
            {
                Cells =
                [
                    .. run.Plan.Cells.Select(cell => IsPolled(cell.Id)
                        ? cell with { Arm = cell.Arm with { Delivery = Delivery.ShortPolling } }
                        : cell),
                ],
            },
            Trials =
            [
                .. run.Trials.Select(trial => trial.Measurement is { } measurement && IsPolled(trial.CellId)
                    ? trial with
                    {
                        ResponseMicroseconds = trial.ResponseMicroseconds! with { Mean = 146_500 },
                        Measurement = measurement with
                        {
                            Times = new Dictionary<string, string> { [PushFigures.Opening.Key] = measurement.Response! },
                            Figures = new Dictionary<string, double>
                            {
                                [PollIntervalSetting.PauseFigure] = 250_600,
                                [PollIntervalSetting.RequestFigure] = 20_400,
                            },
                        },
                    }
                    : trial),
            ],
        };
    }
}
