using System.Globalization;
using System.Text;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;

namespace ProtoBench.Reports.Exports;

/// <summary>
/// What the page's maps of time against latency are drawn from, of every trial: a row for each band of latency of each stretch of a window,
/// and one for each thing that is known to have happened. RFC 4180.
/// </summary>
internal static class OverTimeTable
{
    private const string Header = "trial,cell,what,side,from_s,to_s,low_us,high_us,count,amount";

    public static Export Export { get; } = Export.OfRuns(
        "over-time",
        "latencies over time: how many of each band began in each stretch of a window, with collections and packets sent again",
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
                var what = mark.What is TimeMarkKind.Collection ? "collection_ms" : "packets_sent_again";
                Row(text, trial, what, mark.Side, mark.From, mark.To, null, null, null, mark.Amount);
            }
        }

        return text.ToString();
    }

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
        double? amount) => text.Append(
        CultureInfo.InvariantCulture,
        $"{trial.Number},{Quoted(trial.CellId)},{what},{side},{from},{to},{low},{high},{count},{amount}\r\n");

    // A cell's id begins with its workload's name, so no spreadsheet takes it for a formula.
    private static string Quoted(string field) =>
        field.AsSpan().IndexOfAny("\",\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
