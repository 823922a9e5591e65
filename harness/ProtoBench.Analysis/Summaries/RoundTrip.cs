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
    /// Round trips until a cold client has its first response; null for protocols whose handshake this page does not know.
    /// </summary>
    public static int? Expected(CellSummary cell) => Parts(cell) is { } parts ? parts.Count : null;

    /// <summary>For example <c>TCP, TLS, exchange</c>.</summary>
    public static string Steps(CellSummary cell) => string.Join(", ", Parts(cell) ?? []);

    // By what was negotiated where that is known, otherwise by what was asked for.
    private static List<string>? Parts(CellSummary cell)
    {
        var facts = cell.Succeeded.Select(trial => trial.Facts).FirstOrDefault(facts => facts is not null);
        if (facts is null)
        {
            return null;
        }

        var upgrade = facts.Protocol.StartsWith("WebSocket over", StringComparison.Ordinal) ? "upgrade" : null;
        List<string?>? steps = cell.Cell.Arm.Protocol switch
        {
            "tcp" or "http1" or "http2" or "grpc" or "websocket" when cell.Cell.Arm.Over is null or "http1" or "http2" =>
                ["TCP", facts.Tls is null ? null : "TLS", upgrade, "exchange"],
            "http3" or "quic" => ["QUIC with TLS", "exchange"],
            "udp" => ["exchange"],
            _ => null,
        };
        return steps is null ? null : [.. steps.OfType<string>()];
    }
}
