using ProtoBench.Load.Children;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.LoadShapes;

namespace ProtoBench.Load.Loops;

/// <summary>The arrivals of a load point.</summary>
internal static class LoadArrivals
{
    /// <summary>An open loop over lanes, at the rate of the load point or in its shape.</summary>
    public static OpenLoop LoopOver(LaneSet lanes, DriveOrder order)
    {
        var load = order.Cell.Load;
        if (load.Shape is not { } shape)
        {
            var rate = load.Rate ?? throw new ArgumentException("an open loop needs a rate", nameof(order));
            return new OpenLoop(lanes, new ArrivalSchedule(load.Arrivals, rate, order.Seed), order.Timeout);
        }

        var seconds = order.Duration.TotalSeconds;
        lanes.Recorders.Clock.Parts = shape.Parts(seconds);
        return new OpenLoop(
            lanes,
            new ArrivalSchedule(load.Arrivals, shape.StartingRate, order.Seed),
            order.Timeout,
            Of(shape, load.Arrivals, seconds, order.Seed));
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
