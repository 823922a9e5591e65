using ProtoBench.Protocols;

namespace ProtoBench.Analysis.Summaries;

/// <summary>Round trips of an emulated link, and how many of them a cold exchange takes by the standards.</summary>
internal static class RoundTrip
{
    /// <summary>
    /// The median round trip that the certificates of the cell's trials measured, in microseconds; null without an emulated link.
    /// </summary>
    public static double? Of(CellSummary cell)
    {
        var measured = cell.Succeeded.Select(trial => trial.Link?.Certificate.RoundTripMicroseconds).OfType<double>().Order().ToList();
        return measured.Count == 0 ? null : measured[measured.Count / 2];
    }

    /// <summary>
    /// Round trips until a cold client has its first response; null where the protocol does not say.
    /// </summary>
    public static int? Expected(CellSummary cell) => Parts(cell) is { } parts ? parts.Count : null;

    /// <summary>For example <c>TCP, TLS, exchange</c>.</summary>
    public static string Steps(CellSummary cell) => string.Join(", ", Parts(cell) ?? []);

    /// <summary>Those before the request leaves, for example <c>TCP</c> and <c>TLS</c>; empty where the protocol does not say.</summary>
    public static IReadOnlyList<string> Handshakes(CellSummary cell) => [.. (Parts(cell) ?? []).SkipLast(1)];

    // By what was negotiated.
    private static IReadOnlyList<string>? Parts(CellSummary cell)
    {
        var facts = cell.Succeeded.Select(trial => trial.Facts).FirstOrDefault(facts => facts is not null);
        return facts is null ? null : ProtocolCatalog.Find(cell.Cell.Arm.Protocol)?.RoundTripsUntilFirstResponse(facts);
    }
}
