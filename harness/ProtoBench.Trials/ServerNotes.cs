using System.Globalization;
using ProtoBench.Load.Workloads;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Text;

namespace ProtoBench.Trials;

/// <summary>What a server's own settings do to a trial's figures: announced closes and stream limits. Pure.</summary>
internal static class ServerNotes
{
    public static IEnumerable<string> Of(Cell cell, TrialResult result, Measurement measurement)
    {
        if (measurement.AnnouncedCloses is { } closes)
        {
            var repeated = closes.Repeated > 0
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"; {closes.Repeated} requests were on their way meanwhile, were not answered, and were sent again within their "
                        + $"latency")
                : "";
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"the server closed {closes.Count} connections as announced ({closes.How}); reconnecting cost "
                    + $"{closes.ReconnectMicroseconds:0} µs each, which is in the rate and in no latency{repeated}");
        }

        foreach (var ending in (measurement.Endings ?? []).Where(ending => !ending.Announced))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{ending.Count} connections were found {ending.How} before a request; {ending.Repeated} requests were sent again on new "
                    + $"ones, which took {ending.ReconnectMicroseconds:0} µs each and is in their latency");
        }

        if (WorkloadCatalog.Of(cell.Workload.Kind).Measures == WorkloadMeasure.Exchanges
            && StreamLimitOf(result) is { } limit
            && StreamsPerConnection(cell) is var wanted
            && limit < wanted)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"the server allows {Plural.Of(limit, "exchange")} at once on a connection, and this cell has {wanted}: the "
                    + $"others wait inside the client, and that queue is part of every figure");
        }
    }

    /// <summary>The facts of a trial, with how its server closed connections in use.</summary>
    public static TrialResult WithFacts(
        TrialResult result, Measurement measurement) => measurement.AnnouncedCloses is { How: var how } && result.Facts is { } facts
        ? result with
        {
            Facts = facts with { More = new Dictionary<string, string>(facts.More) { [ServerFacts.Closes] = $"as announced ({how})" } },
        }
        : result;

    private static int? StreamLimitOf(TrialResult result) =>
        result.Facts?.More.TryGetValue(ServerFacts.StreamLimit, out var text) == true
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : null;

    // Lanes are dealt out to the connections in turn.
    private static int StreamsPerConnection(Cell cell) => (cell.Load.InFlight + cell.Connections - 1) / cell.Connections;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
