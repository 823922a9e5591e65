using System.Globalization;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Contract;
using ProtoBench.Load.Kinds;
using ProtoBench.Load.Workloads;

namespace ProtoBench.Reports.Explanations;

/// <summary>
/// What a bulk transfer moves through stream windows that do not grow. A receiver grants its sender one for each stream, so that those of
/// a client hold up what comes down, and those of a server what goes up.
/// </summary>
/// <param name="Goodput">Payload per second through all of them.</param>
/// <param name="Total">All of them together, in bytes.</param>
/// <param name="Called">With their number and direction, as the subject of a sentence.</param>
/// <param name="Way">The figure of a duplex transfer that is <paramref name="Goodput"/>; null: all that moves.</param>
internal sealed record WindowedFlow(double Goodput, double Total, string Called, string? Way = null)
{
    public const string QuicClient = "quic stream window bytes";
    public const string Http2Client = "h2 client stream window bytes";

    // HttpClient does not say which one a server of HTTP/2 grants it.
    private const string QuicServer = "quic server stream window bytes";

    /// <summary>Null where no window is known of the ways that payload goes.</summary>
    public static WindowedFlow? Of(CellSummary cell, ConnectionFacts? facts)
    {
        var ways = WorkloadCatalog.Of(cell.Cell.Workload.Kind).Ways;
        var known = ways.Where(way => Window(facts, way) is not null).ToList();
        var part = known.Count is > 0 and var some && some < ways.Count ? known[0].Figure : null;
        var moved = part is null ? cell[Metrics.Goodput]?.Centre
            : Metrics.Own(cell.Cell.Workload).FirstOrDefault(metric => metric.Key == part) is { } metric ? cell[metric]?.Centre : null;
        if (known.Count == 0 || moved is not { } goodput)
        {
            return null;
        }

        var (streams, name) = (cell.Cell.Load.InFlight, Bytes(facts, QuicClient) is null ? "HTTP/2 stream windows" : "QUIC stream windows");
        var where = part is null ? ways.Count > 1 ? " of both directions together" : ""
            : known[0].ToClient ? " from server to client" : " from client to server";
        return new WindowedFlow(
            goodput,
            streams * known.Sum(way => Window(facts, way)!.Value),
            (streams == 1 ? name : $"{known.Count * streams} {name}") + where,
            part);
    }

    private static double? Window(ConnectionFacts? facts, PayloadWay way) =>
        way.ToClient ? Bytes(facts, QuicClient) ?? Bytes(facts, Http2Client) : Bytes(facts, QuicServer);

    /// <summary>A number that a connection told; null: it did not.</summary>
    public static double? Bytes(ConnectionFacts? facts, string key) =>
        facts?.More.TryGetValue(key, out var text) == true
        && double.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            ? bytes
            : null;
}
