using System.Globalization;
using System.Text;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;

namespace ProtoBench.Reports.Exports;

/// <summary>
/// What the page draws over time, of every trial: a row for each band of latency of each stretch of a window, for each thing that is known
/// to have happened, for each slice of the link's queue, and for each value of congestion control and of the sockets at each instant they
/// were looked at. RFC 4180.
/// </summary>
internal static class OverTimeTable
{
    private const string Header = "trial,cell,what,side,connection,from_s,to_s,low_us,high_us,count,amount";

    public static Export Export { get; } = Export.OfRuns(
        "over-time",
        "what the page draws over time: latencies by band, collections, packets sent again, what the link dropped and had in its queue, "
            + "congestion control, sockets by state",
        Of) with
    {
        FileName = "over-time.csv",
    };

    private static string Of(RunResult run)
    {
        var text = new StringBuilder(Header).Append("\r\n");
        foreach (var trial in run.Trials)
        {
            foreach (var interval in trial.Measurement?.Intervals ?? [])
            {
                foreach (var (band, count) in LatencyBands.Decode(interval.Bands ?? ""))
                {
                    var (low, high) = (LatencyBands.LowOf(band), LatencyBands.LowOf(band + 1));
                    Row(text, trial, "latency", "", interval.From, interval.To, low, high, count, null);
                }
            }

            foreach (var mark in trial.Measurement?.Marks ?? [])
            {
                Row(text, trial, NameOf(mark.What), mark.Side, mark.From, mark.To, null, null, null, mark.Amount);
            }
            foreach (var series in trial.Measurement?.Congestion ?? [])
            {
                Congestion(text, trial, series);
            }

            foreach (var queue in trial.Measurement?.LinkQueues ?? [])
            {
                Queue(text, trial, queue);
            }

            foreach (var (side, sockets) in trial.Measurement?.SocketsOverTime?.Sides() ?? [])
            {
                Sockets(text, trial, side, trial.Measurement!.SocketsOverTime!.Seconds, sockets);
            }
        }

        return text.ToString();
    }

    private static void Queue(StringBuilder text, TrialResult trial, LinkQueueSeries queue)
    {
        for (var i = 0; i < queue.Seconds.Count; i++)
        {
            var (from, to) = (queue.Seconds[i], Math.Round(queue.Seconds[i] + queue.SliceSeconds, 3));
            Row(text, trial, "link_queue_packets", queue.Side, from, to, null, null, null, queue.Packets[i]);
            Row(text, trial, "link_queue_bytes", queue.Side, from, to, null, null, null, queue.Bytes[i]);
        }
    }

    private static void Congestion(StringBuilder text, TrialResult trial, CongestionSeries series)
    {
        for (var i = 0; i < series.Seconds.Count; i++)
        {
            Told("congestion_window_segments", series.Windows[i]);
            Told("slow_start_threshold_segments", series.Thresholds[i]);
            Told("smoothed_round_trip_us", series.RoundTripMicroseconds[i]);
            Told("round_trip_deviation_us", series.DeviationMicroseconds?[i]);
            Told("delivery_rate_bytes_per_s", series.DeliveryRates[i]);
            Told("segments_sent_again", series.SentAgain[i]);
            Told("acked_bytes", series.AckedBytes[i]);

            // No threshold yet is no row.
            void Told(string what, double? amount)
            {
                if (amount is not null)
                {
                    Row(text, trial, what, series.Side, series.Seconds[i], series.Seconds[i], null, null, null, amount, series.Connection);
                }
            }
        }
    }

    private static void Sockets(
        StringBuilder text, TrialResult trial, string side, IReadOnlyList<double> seconds, SocketSideStates sockets)
    {
        for (var i = 0; i < seconds.Count; i++)
        {
            foreach (var (state, counts) in sockets.States)
            {
                Row(text, trial, $"sockets_{state}", side, seconds[i], seconds[i], null, null, counts[i], null);
            }

            foreach (var (queue, amounts) in new[]
            {
                ("receive_queue_bytes", sockets.ReceiveQueueBytes), ("send_queue_bytes", sockets.SendQueueBytes), (
                    "accept_queue_connections", sockets.AcceptQueue),
            })
            {
                Row(text, trial, queue, side, seconds[i], seconds[i], null, null, null, amounts[i]);
            }
        }
    }

    // The unit is part of the name, because one column holds the amounts of all kinds.
    private static string NameOf(TimeMarkKind what) => what switch
    {
        TimeMarkKind.Collection => "collection_ms",
        TimeMarkKind.Retransmission => "packets_sent_again",
        TimeMarkKind.LinkLoss => "link_packets_lost",
        TimeMarkKind.LinkQueueFull => "link_packets_queue_full",
        TimeMarkKind.LinkDamage => "link_packets_damaged",
        TimeMarkKind.LinkOutageLoss => "link_packets_outage",
        TimeMarkKind.LinkOutage => "link_outage_ms",
        TimeMarkKind.LinkGap => "link_gap_ms",
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, "a kind of mark without a name in the export"),
    };

    private static void Row(
        StringBuilder text,
        TrialResult trial,
        string what,
        string side,
        double from,
        double to,
        double? low,
        double? high,
        long? count,
        double? amount,
        int? connection = null) => text.Append(
        CultureInfo.InvariantCulture,
        $"{trial.Number},{Quoted(trial.CellId)},{what},{side},{connection},{from},{to},{low},{high},{count},{amount}\r\n");

    // A cell's id begins with its workload's name, so no spreadsheet takes it for a formula.
    private static string Quoted(string field) =>
        field.AsSpan().IndexOfAny("\",\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
