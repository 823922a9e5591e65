using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.LoadShapes;

namespace ProtoBench.Load.Loops;

/// <summary>The arrivals of a load point.</summary>
internal static class LoadArrivals
{
    /// <summary>An open loop over lanes, at the rate of the load point or in its shape.</summary>
    /// <param name="lanes">Where exchanges are done.</param>
    /// <param name="load">An open load.</param>
    /// <param name="duration">Length of the window.</param>
    /// <param name="seed">Of the arrivals.</param>
    /// <param name="timeout">An exchange that takes longer is given up.</param>
    public static OpenLoop LoopOver(LaneSet lanes, LoadPoint load, TimeSpan duration, ulong seed, TimeSpan timeout)
    {
        if (load.Shape is not { } shape)
        {
            var rate = load.Rate ?? throw new ArgumentException("an open loop needs a rate", nameof(load));
            return new OpenLoop(lanes, new ArrivalSchedule(load.Arrivals, rate, seed), timeout);
        }

        var seconds = duration.TotalSeconds;
        lanes.Recorders.Clock.Parts = shape.Parts(seconds);
        return new OpenLoop(
            lanes,
            new ArrivalSchedule(load.Arrivals, shape.StartingRate, seed),
            timeout,
            Of(shape, load.Arrivals, seconds, seed));
    }

    /// <summary>The starts of a shape in a window of so many seconds, from its begin.</summary>
    public static IArrivals Of(LoadShape shape, ArrivalLaw law, double seconds, ulong seed)
    {
        if (shape.Curve(seconds) is not { } curve)
        {
            return ReplayedArrivals.Read(shape.Replay!);
        }

        var arrivals = new CurveArrivals(law, curve, seed);
        return shape.Bursts is { } bursts ? new BurstArrivals(arrivals, bursts) : arrivals;
    }
}
