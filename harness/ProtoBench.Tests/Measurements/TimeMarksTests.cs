using ProtoBench.Model.Measurements;
using Xunit;

namespace ProtoBench.Tests.Measurements;

public sealed class TimeMarksTests
{
    private const long Start = 5_000_000_000;

    [Fact]
    public void What_happened_is_told_between_the_samples_around_it_and_only_inside_the_window()
    {
        ProcessSample[] samples =
        [
            At(-0.2, 0, 0), At(-0.1, 50, 3), At(0.05, 50, 3), At(0.15, 62.5, 3), At(0.25, 62.6, 5), At(0.95, 62.6, 5), At(1.05, 70, 9),
            At(1.15, 99, 99),
        ];

        Assert.Equal(
            [
                new TimeMark(0.05, 0.15, TimeMarkKind.Collection, "server", 12.5),
                new TimeMark(0.15, 0.25, TimeMarkKind.Retransmission, "server", 2),
                new TimeMark(0.95, 1, TimeMarkKind.Collection, "server", 7.4),
                new TimeMark(0.95, 1, TimeMarkKind.Retransmission, "server", 4),
            ],
            TimeMarks.Of(samples, Start, 1, "server"));
    }

    [Fact]
    public void A_process_that_collects_all_the_time_keeps_its_longest_pauses()
    {
        var samples = Enumerable.Range(0, 200).Select(i => At(i / 10.0, i * (i + 1) / 2.0, 0)).ToList();
        var marks = TimeMarks.Of(samples, Start, 100, "client");
        Assert.Equal(TimeMarks.MostOfAKind, marks.Count);
        Assert.Equal(Enumerable.Range(180, 20).Select(pause => (double)pause), marks.Select(mark => mark.Amount));
    }

    [Fact]
    public void What_happened_beside_the_slowest_exchange_is_kept_until_it_ended()
    {
        // It began in the stretch from 1 to 1.2 s and took 0.5 s: the pauses of the first tens of samples are the shortest ones.
        var samples = Enumerable.Range(0, 200).Select(i => At(i / 10.0, i * (i + 1) / 2.0, 0)).ToList();
        var near = TimeMarks.Near(new LatencyInterval(1, 1.2, 9, null, null, null, 500_000));
        Assert.Equal((1, 1.7), (near.From, Math.Round(near.To, 3)));
        var marks = TimeMarks.Of(samples, Start, 100, "client", near);
        Assert.Equal(
            [0.9, 1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7],
            marks.Where(mark => mark.From < 2).Select(mark => mark.From).Where(from => from is > 0.85 and < 1.75));
        Assert.Equal(TimeMarks.MostOfAKind, marks.Count(mark => mark.From > 2));
    }

    [Fact]
    public void Bands_are_read_back_and_add_up()
    {
        var counts = new long[LatencyBands.Count];
        (counts[3], counts[4], counts[9]) = (7, 1, 12_345);
        var text = LatencyBands.Encode(counts);

        Assert.Equal("3:7,1,0,0,0,0,12345", text);
        Assert.Equal([(3, 7L), (4, 1L), (9, 12_345L)], LatencyBands.Decode(text));
        Assert.Equal("0:2,0,0,7,1,0,0,0,0,12345", LatencyBands.Sum(text, "0:2"));
        Assert.Equal("", LatencyBands.Encode(new long[LatencyBands.Count]));
        Assert.Empty(LatencyBands.Decode(""));
        Assert.Throws<FormatException>(() => LatencyBands.Decode("1,2"));
    }

    [Theory]
    [InlineData(100, 0)]
    [InlineData(256, 1)]
    [InlineData(383, 1)]
    [InlineData(384, 2)]
    [InlineData(1_000_000, 24)]
    [InlineData(long.MaxValue, 58)]
    public void A_latency_lies_in_its_band(long nanoseconds, int band)
    {
        var intervals = new IntervalLatencies();
        for (var i = 0; i < 30; i++)
        {
            intervals.Record(0, nanoseconds);
        }

        Assert.Equal($"{band}:30", Assert.Single(intervals.Report([(0, 1)])).Bands);
        Assert.InRange(Math.Min(nanoseconds, 100_000_000_000) / 1e3, band == 0 ? 0 : LatencyBands.LowOf(band) * (band == 58 ? 0.1 : 1),
            LatencyBands.LowOf(band + 1));
    }

    private static ProcessSample At(double second, double pauses, long retransmissions) =>
        new(Start + (long)(second * 1e9), 0, 0, 0, pauses, Retransmissions: retransmissions);
}
