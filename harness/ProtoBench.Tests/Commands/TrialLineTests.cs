using ProtoBench.Commands;
using ProtoBench.Load.Workloads;
using ProtoBench.Load.Workloads.Close;
using ProtoBench.Load.Workloads.Frames;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Commands;

public sealed class TrialLineTests
{
    [Fact]
    public void A_figure_that_decides_stands_on_a_trials_line_in_its_own_unit()
    {
        Assert.Equal("frames on time 91.6 %  59.6/s", Line(FramesKind.OnTime.Key, 0.916));
        Assert.Equal("median time to close 120 µs  59.6/s", Line(CloseFigures.Time.Key, 120));
    }

    [Fact]
    public void Every_figure_that_decides_has_a_unit_that_a_line_can_write() =>
        Assert.All(
            WorkloadCatalog.All.Select(kind => kind.Decisive).OfType<WorkloadFigure>(),
            figure => Assert.StartsWith(figure.Title, Line(figure.Key, 0.5), StringComparison.Ordinal));

    private static string Line(string figure, double value) => TrialLine.Figures(new TrialResult
    {
        Number = 1,
        CellId = "positions/udp/lossy-1/closed-1",
        Repetition = 1,
        Status = TrialStatus.Succeeded,
        Started = DateTimeOffset.UnixEpoch,
        Seconds = 1,
        Measurement = new Measurement
        {
            WindowSeconds = 1,
            WindowStartNanoseconds = 0,
            Outcomes = new OutcomeCounts(),
            AchievedRate = 59.6,
            Figures = new Dictionary<string, double> { [figure] = value },
            WarmUp = new WarmUpOutcome(1, Steady: true),
        },
    });
}
