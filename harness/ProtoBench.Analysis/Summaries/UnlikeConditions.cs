using ProtoBench.Contract;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Analysis.Summaries;

/// <summary>
/// In what the arms of one comparison differ besides their protocol, as connections really negotiated it: encryption, the implementation of QUIC, resumed sessions,
/// congestion control, Nagle's algorithm, the way of waiting, and whether what is lost is sent again.
/// </summary>
internal static class UnlikeConditions
{
    /// <summary>More names than this are "the others".</summary>
    private const int MostNames = 3;

    /// <summary>As clauses, such as <c>http3 is encrypted, tcp and udp are not</c>; empty where conditions are alike.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<CellSummary> cells)
    {
        var arms = cells.Select(cell => (cell.Arm, Cell: cell, Facts: FactsOf(cell))).ToList();
        var clauses = new List<string?>
        {
            Either(arms, arm => arm.Facts.Count > 0 ? arm.Facts.Any(facts => facts.Tls is not null) : arm.Cell.Cell.Arm.Tls, "encrypted"),
            Several("TLS", arms, arm => Values(arm.Facts, facts => facts.Tls)),
            Several("QUIC", arms, arm => Values(arm.Facts, facts => facts.More.GetValueOrDefault("quic backend")) ?? arm.Cell.Cell.Arm.Backend),
            Several("TLS sessions", arms, arm => arm.Cell.Cell.Workload.Fresh ? Values(arm.Facts, facts => Session(facts, arm.Cell)) : null),
            Several("congestion control", arms, arm => Values(arm.Facts, facts => facts.CongestionControl)),
            Several("Nagle's algorithm", arms, arm => Values(arm.Facts, facts => facts.NoDelay switch { true => "off", false => "on", null => null })),
            Several("socket calls", arms, arm => Values(arm.Facts, facts => facts.Io is IoMode.Blocking ? "blocking" : "asynchronous")),
        };
        return [.. clauses.OfType<string>(), .. Unreliable(cells)];
    }

    private static IEnumerable<string> Unreliable(IReadOnlyList<CellSummary> cells) =>
        from cell in cells
        where cells.Count > 1
        let kept = LoadKept.Of(cell)
        where kept is { DatagramsSent: > 0, DatagramsLost: > 0 }
        select $"{cell.Arm} lost {ProtoBench.Model.Text.NumberText.Share(kept.DatagramsLost!.Value, kept.DatagramsSent!.Value)} of its datagrams and sent none again";

    private static string? Either(
        List<(string Arm, CellSummary Cell, List<ConnectionFacts> Facts)> arms, Func<(string Arm, CellSummary Cell, List<ConnectionFacts> Facts), bool> has, string what)
    {
        var (with, without) = (arms.Where(has).Select(arm => arm.Arm).ToList(), arms.Where(arm => !has(arm)).Select(arm => arm.Arm).ToList());
        if (with.Count == 0 || without.Count == 0)
        {
            return null;
        }

        var (fewer, more) = with.Count <= without.Count ? (with, without) : (without, with);
        var (first, second) = ReferenceEquals(fewer, with) ? ("", "not ") : ("not ", "");
        var others = more.Count <= MostNames ? VerdictWords.List(more) : "the others";
        var ending = ReferenceEquals(fewer, with) ? "not" : "";
        return $"{VerdictWords.List(fewer)} {VerdictWords.Are(fewer.Count)} {first}{what}, {others} {VerdictWords.Are(more.Count)}{(second.Length > 0 ? " " + ending : "")}";
    }

    // Arms without a value have nothing that could be unlike: a Unix socket has no congestion control.
    private static string? Several(
        string name, List<(string Arm, CellSummary Cell, List<ConnectionFacts> Facts)> arms, Func<(string Arm, CellSummary Cell, List<ConnectionFacts> Facts), string?> read)
    {
        var groups = arms.Select(arm => (arm.Arm, Value: read(arm))).Where(arm => arm.Value is not null)
            .GroupBy(arm => arm.Value!, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count())
            .ToList();
        if (groups.Count < 2)
        {
            return null;
        }

        // The most common value needs no long list of names.
        var words = groups.Select((group, index) => index == 0 && group.Count() > MostNames
            ? $"{group.Key} for the others"
            : $"{group.Key} for {VerdictWords.List([.. group.Select(arm => arm.Arm)])}").ToList();
        return $"{name}: {string.Join(", ", words.Skip(1).Append(words[0]))}";
    }

    private static List<ConnectionFacts> FactsOf(CellSummary cell) => [.. cell.Succeeded.Select(trial => trial.Facts).OfType<ConnectionFacts>()];

    private static string? Session(ConnectionFacts facts, CellSummary cell) => (facts.TlsResumed, cell.Cell.Arm.Session) switch
    {
        (_, SessionUse.Early) => "resumed with 0-RTT",
        (_, SessionUse.Resumed) or (true, _) => "resumed",
        _ when facts.Tls is not null => "full handshakes",
        _ => null,
    };

    private static string? Values(List<ConnectionFacts> facts, Func<ConnectionFacts, string?> read) =>
        facts.Select(read).OfType<string>().Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } values ? string.Join(" or ", values) : null;
}
