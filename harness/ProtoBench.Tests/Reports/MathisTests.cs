using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Results;
using ProtoBench.Tests.Measurements;
using Xunit;

namespace ProtoBench.Tests.Reports;

public sealed class MathisTests
{
    /// <summary>1,448 B in 20 ms are 72,400 B/s; sqrt(1.5 / 0.01) is 12.247. A tenth of the loss is the root of ten as fast.</summary>
    [Fact]
    public void The_rate_is_that_of_the_paper()
    {
        Assert.Equal(886_715, Mathis.Rate(1448, 0.020, 0.01), 1.0);
        Assert.Equal(Math.Sqrt(10), Mathis.Rate(1448, 0.020, 0.001) / Mathis.Rate(1448, 0.020, 0.01), 6);
        Assert.Throws<ArgumentOutOfRangeException>(() => Mathis.Rate(1448, 0.020, 0));
    }

    [Fact]
    public void A_trial_has_it_for_reno_and_random_losses_alone()
    {
        var mathis = Mathis.Of(Trial("reno", lost: 100), connections: 2)!;

        Assert.Equal((1448, 20_000d, 0.01), (mathis.SegmentBytes, mathis.RoundTripMicroseconds, mathis.LossShare));
        Assert.Equal(2 * 886_715, mathis.BytesPerSecond, 2.0);
        Assert.Null(Mathis.Of(Trial("cubic", lost: 100), 1));
        Assert.Null(Mathis.Of(Trial("reno", lost: 9), 1));
        Assert.Null(Mathis.Of(Trial("reno", lost: 100, queueFull: 1), 1));
        Assert.Null(Mathis.Of(Trial("reno", lost: 100) with { Link = null }, 1));
    }

    private static TrialResult Trial(string control, long lost, long queueFull = 0)
    {
        var trial = SyntheticRuns.Bulk().Trials[0];
        var link = SyntheticLink.EvidenceOf("lossy-1", 1)!;
        return trial with
        {
            Facts = trial.Facts! with { CongestionControl = control },
            Measurement = trial.Measurement! with
            {
                Congestion = [CongestionSeriesTests.Series([10, 20, 40, 20], [null, null, null, 20])],
            },
            Link = link with
            {
                Statistics = link.Statistics with
                {
                    Down = link.Statistics.Down with
                    {
                        Received = 10_000,
                        Lost = lost,
                        LostInBurst = 0,
                        Listed = 0,
                        Blackout = 0,
                        QueueFull = queueFull,
                    },
                },
            },
        };
    }
}
