using ProtoBench.Model.Results;

namespace ProtoBench.Analysis.Summaries;

/// <summary>
/// What a connection under reno carries where packets are lost at random: segment / round trip × sqrt(3/2) / sqrt(p). Mathis, Semke,
/// Mahdavi and Ott, "The macroscopic behavior of the TCP congestion avoidance algorithm", CCR 1997. Pure.
/// </summary>
/// <param name="BytesPerSecond">Predicted for all connections of the trial.</param>
/// <param name="SegmentBytes">Payload of a segment.</param>
/// <param name="RoundTripMicroseconds">Median of the sender's smoothed round trips.</param>
/// <param name="LossShare">Packets lost at random of those put to the link in the direction of the payload, warm-up included.</param>
internal sealed record Mathis(double BytesPerSecond, int SegmentBytes, double RoundTripMicroseconds, double LossShare)
{
    /// <summary>Fewer losses say little of their share: ten tell it to a third.</summary>
    public const int FewestLosses = 10;

    /// <summary>The estimate for one connection, in bytes per second.</summary>
    /// <param name="segmentBytes">Payload of a segment.</param>
    /// <param name="roundTripSeconds">More than 0.</param>
    /// <param name="lossShare">More than 0, up to 1.</param>
    public static double Rate(int segmentBytes, double roundTripSeconds, double lossShare)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(roundTripSeconds);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lossShare);
        return segmentBytes / roundTripSeconds * Math.Sqrt(1.5 / lossShare);
    }

    /// <summary>For a trial; null: not under reno, or its losses were not random and known.</summary>
    public static Mathis? Of(TrialResult trial, int connections)
    {
        if (trial is not { Facts.CongestionControl: "reno", Measurement.Congestion: [var series, ..], Link.Statistics: var statistics })
        {
            return null;
        }

        var way = series.Side == "client" ? statistics.Up : statistics.Down;
        if (way.Lost < FewestLosses || way.Lost != way.ConfiguredDrops || way.Received == 0)
        {
            return null;
        }

        var (share, trip) = ((double)way.Lost / way.Received, series.RoundTripMicroseconds.Order().ElementAt(series.Seconds.Count / 2));
        return trip <= 0 ? null : new Mathis(connections * Rate(series.SegmentBytes, trip / 1e6, share), series.SegmentBytes, trip, share);
    }
}
