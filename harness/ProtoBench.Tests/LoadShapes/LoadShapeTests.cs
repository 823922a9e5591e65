using ProtoBench.Load.Loops;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.LoadShapes;
using Xunit;

namespace ProtoBench.Tests.LoadShapes;

public sealed class LoadShapeTests
{
    private static readonly LoadShape Ramp = new() { Ramp = new RateRamp(100, 900) };

    private static readonly LoadShape Steps = new()
    {
        Steps = new RateSteps([
            new(100, TimeSpan.FromSeconds(1)), new(400, TimeSpan.FromSeconds(2)), new(50, TimeSpan.FromSeconds(1)),
        ]),
    };

    private static readonly LoadShape Bursts = new() { Bursts = new RateBursts(100, 20, TimeSpan.FromSeconds(0.5)) };

    private static readonly double[] Offsets = [0, 0.1, 0.1, 0.4, 1];

    private static RecordedArrivals Recorded { get; } = new()
    {
        File = "a.txt",
        Path = "/a.txt",
        Sha256 = "",
        Count = 5,
        Seconds = 1,
        Offsets = Offsets,
    };

    [Fact]
    public void A_shape_has_the_arrivals_under_its_curve()
    {
        Assert.Equal(2_000, Ramp.Arrivals(4));
        Assert.Equal(950, Steps.Arrivals(4));
        Assert.Equal(400 + (8 * 20), Bursts.Arrivals(4));
        Assert.Equal(100, Ramp.StartingRate);
        Assert.Equal([0.25, 0.5, 0.25], Steps.Parts(4));
        Assert.Equal(1, Ramp.Parts(4).Sum(), 1e-12);
    }

    [Fact]
    public void Even_arrivals_of_a_ramp_are_where_the_area_under_it_says()
    {
        var starts = Starts(Ramp, ArrivalLaw.Constant, 4);

        // 100 t + 200 t² / 2 arrivals until t: in the first second 200, in the last 800.
        Assert.Equal(2_000, starts.Count);
        Assert.Equal(200, starts.Count(start => start < 1));
        Assert.Equal(800, starts.Count(start => start >= 3));
        Assert.Equal(0, starts[0]);
        for (var i = 0; i < starts.Count; i++)
        {
            Assert.Equal(i, (100 * starts[i]) + (100 * starts[i] * starts[i]), 1e-4);
        }
    }

    [Fact]
    public void Even_arrivals_of_steps_have_the_gaps_of_each()
    {
        var starts = Starts(Steps, ArrivalLaw.Constant, 4);

        Assert.Equal((100, 800, 50), (
            starts.Count(start => start < 1), starts.Count(start => start is >= 1 and < 3), starts.Count(start => start >= 3)));
        Assert.Equal(0.01, starts[1] - starts[0], 1e-9);
        Assert.Equal(0.0025, starts[200] - starts[199], 1e-9);
        Assert.Equal(0.02, starts[^1] - starts[^2], 1e-9);
    }

    [Fact]
    public void A_burst_is_due_at_one_instant_half_a_period_after_the_start()
    {
        var starts = Starts(Bursts, ArrivalLaw.Constant, 4);

        Assert.Equal(560, starts.Count);
        Assert.All(Enumerable.Range(0, 8), burst => Assert.InRange(starts.Count(start => start == (burst + 0.5) * 0.5), 20, 21));
        Assert.Equal(starts.Order(), starts);
    }

    [Fact]
    public void Arrivals_by_chance_have_the_rate_of_the_curve_on_average_and_a_seed_of_their_own()
    {
        var late = Enumerable.Range(1, 200).Average(seed => Starts(Ramp, ArrivalLaw.Poisson, 4, (ulong)seed).Count(start => start >= 3));

        // 800 of variance 800 each: the mean of 200 has a standard error of 2.
        Assert.Equal(800, late, 8.0);
        Assert.Equal(Starts(Ramp, ArrivalLaw.Poisson, 4, 7), Starts(Ramp, ArrivalLaw.Poisson, 4, 7));
        Assert.NotEqual(Starts(Ramp, ArrivalLaw.Poisson, 4, 7), Starts(Ramp, ArrivalLaw.Poisson, 4, 8));
    }

    [Fact]
    public void A_recording_is_played_at_its_speed_ends_or_begins_again()
    {
        Assert.Equal([0, 0.05, 0.05, 0.2, 0.5], Played(Recorded with { Speed = 2 }, 10));

        // The last has the mean gap behind it, 0.25 s.
        var again = Recorded with { Repeat = true };
        Assert.Equal([0, 0.1, 0.1, 0.4, 1, 1.25, 1.35, 1.35, 1.65, 2.25], Played(again, 2.5).Select(start => Math.Round(start, 9)));
        Assert.Equal((5, 10, 3), (Recorded.CountWithin(10), again.CountWithin(2.5), again.CountWithin(0.4)));
        Assert.Equal(4, again.MeanRate);
    }

    [Fact]
    public void Equal_shapes_are_equal_whoever_read_them()
    {
        Assert.Equal(Steps, new LoadShape { Steps = new RateSteps([.. Steps.Steps!.All]) });
        Assert.NotEqual(Steps, new LoadShape { Steps = new RateSteps([.. Steps.Steps!.All.Skip(1)]) });
        Assert.Equal(Recorded, Recorded with { Offsets = null });
    }

    [Fact]
    public void The_next_arrival_allocates_nothing()
    {
        IArrivals[] all = [LoadArrivals.Of(Bursts, ArrivalLaw.Poisson, 4, 1), LoadArrivals.Of(Steps, ArrivalLaw.Constant, 4, 1)];
        Assert.All(all, arrivals => arrivals.Next());
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 2_000; i++)
        {
            all[i % 2].Next();
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Allocation.Context);
    }

    private static List<double> Starts(LoadShape shape, ArrivalLaw law, double seconds, ulong seed = 1) =>
        Within(LoadArrivals.Of(shape, law, seconds, seed), seconds);

    private static List<double> Played(RecordedArrivals recorded, double seconds) =>
        Within(new ReplayedArrivals(recorded, Offsets), seconds);

    private static List<double> Within(IArrivals arrivals, double seconds)
    {
        var starts = new List<double>();
        for (var next = arrivals.Next(); next < seconds * 1e9; next = arrivals.Next())
        {
            starts.Add(next / 1e9);
        }

        return starts;
    }
}
