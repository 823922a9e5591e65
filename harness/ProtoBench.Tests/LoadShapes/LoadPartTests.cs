using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Measurements;
using ProtoBench.Reports.Figures;
using ProtoBench.Tests.Objectives;
using Xunit;

namespace ProtoBench.Tests.LoadShapes;

public sealed class LoadPartTests
{
    [Fact]
    public void Arrivals_belong_to_the_part_they_were_due_in_and_completions_to_the_one_they_ended_in()
    {
        var set = new RecorderSet(openLoop: true) { Clock = { Parts = [0.25, 0.75] } };
        set.Begin(1_000_000_000, 2_000_000_000);
        var recorder = set.ForThisThread;
        for (var i = 0; i < 20; i++)
        {
            recorder.RecordOpen(ExchangeOutcome.Completed, 1_000_000_000, 1_000_000_000, 1_001_000_000);
        }

        // Due in the first part, completed in the second; and due at the end, completed behind the window.
        recorder.RecordOpen(ExchangeOutcome.Completed, 1_249_999_999, 1_250_000_000, 1_260_000_000);
        recorder.RecordOpen(ExchangeOutcome.Completed, 1_999_999_999, 1_999_999_999, 2_010_000_000);
        recorder.RecordOpen(ExchangeOutcome.ConnectionLost, 1_300_000_000, 1_300_000_000, 1_310_000_000);

        var parts = set.Merge().PartsWith([21, 2]);

        Assert.Equal([(0.0, 0.25), (0.25, 1.0)], parts.Select(part => (part.From, part.To)));
        Assert.Equal([84, 2.667], parts.Select(part => part.Offered));
        Assert.Equal([80, 1.333], parts.Select(part => part.Achieved));
        Assert.Equal(1_000, parts[0].P50!.Value, 30.0);
        Assert.Null(parts[0].P99);
        Assert.Equal(10_000, parts[0].Maximum, 1.0);
        Assert.Null(parts[1].P50);
    }

    [Theory]
    [InlineData(new[] { 0.1, 0.2, 0.3, 0.4 })]
    [InlineData(new[] { 0.02, 0.98 })]
    [InlineData(new[] { 1.0 })]
    public void No_stretch_crosses_a_part(double[] shares)
    {
        var clock = new IntervalClock { Parts = shares };
        clock.Begin(500, 500 + 1_000_000);
        var bounds = clock.Bounds();
        var edge = 0.0;
        for (var part = 0; part < shares.Length; part++)
        {
            Assert.Equal(edge, bounds[part * clock.PerPart].From * 1e3, 1e-5);
            edge += shares[part];
            Assert.Equal(edge, bounds[((part + 1) * clock.PerPart) - 1].To * 1e3, 1e-5);
        }

        for (var instant = 500; instant < 1_000_500; instant += 777)
        {
            var (from, to) = bounds[clock.Of(instant)];
            Assert.InRange(instant - 500, (from * 1e9) - 1, (to * 1e9) + 1);
            Assert.Equal(clock.Of(instant) / clock.PerPart, clock.PartOf(instant));
        }
    }

    [Fact]
    public void Reports_tell_the_middle_one_of_the_trials_and_leave_out_what_one_of_them_lacks()
    {
        var trials = new[] { 90.0, 100, 98 }.Select((achieved, place) => Trial(place + 1, achieved)).ToList();
        var cell = CellSummaries.Of(Invented.Cell(), 3, trials);

        Assert.Equal(
            "tcp over the window (achieved of offered): 0 to 1 s: 98.0/s of 100/s, p50 200 µs, p99 –.",
            Assert.Single(PartLines.Of(new LoadSummary { Load = cell.Cell.Load, Cells = [cell] })));
    }

    private static Model.Results.TrialResult Trial(int number, double achieved)
    {
        var trial = Invented.Trial(number, Invented.Cell(), 1_000, new OutcomeCounts { Completed = 100 });
        return trial with
        {
            Measurement = trial.Measurement! with
            {
                Parts = [new LoadPart(0, 1, 100, achieved, 200, number == 2 ? null : 900, 1_000)],
            },
        };
    }
}
