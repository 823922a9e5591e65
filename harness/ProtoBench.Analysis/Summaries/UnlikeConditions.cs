using ProtoBench.Contract;
using ProtoBench.Model.Scenarios.Settings;

namespace ProtoBench.Analysis.Summaries;

/// <summary>
/// In what the arms of one comparison differ besides their protocol: in their settings, as connections really negotiated them, and in
/// whether what is lost is sent again.
/// </summary>
internal static class UnlikeConditions
{
    /// <summary>More names than this are "the others".</summary>
    private const int MostNames = 3;

    private const string CompletionsWord = "socket-completions=";

    /// <summary>As clauses, such as <c>http3 is encrypted, tcp and udp are not</c>; empty where conditions are alike.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<CellSummary> cells)
    {
        var arms = cells.Select(cell => (cell.Arm, Cell: cell, Facts: FactsOf(cell))).ToList();
        var clauses = ArmSettings.Contrasts.Select(contrast => contrast.IsAdjective
            ? Either(
                arms, arm => (arm.Facts.Count > 0 ? Told(arm, contrast) : contrast.Asked(arm.Cell.Cell.Arm)) is not null, contrast.Name)
            : Several(contrast.Name, arms, arm => Told(arm, contrast) ?? contrast.Asked(arm.Cell.Cell.Arm)));
        return
        [
            .. clauses.Append(Several("socket completions", arms, arm => Completions(arm.Cell))).OfType<string>(),
            .. Unreliable(cells),
        ];
    }

    // What each client's runtime said of itself. Protocols over sockets of our own may go on inline, and others leave that to the pool.
    private static string? Completions(CellSummary cell) =>
        cell.Succeeded.Select(trial => trial.Client?.Runtime.Split(' ')
                .FirstOrDefault(word => word.StartsWith(CompletionsWord, StringComparison.Ordinal))?[CompletionsWord.Length..])
            .OfType<string>().Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } values
            ? string.Join(" or ", values)
            : null;

    private static IEnumerable<string> Unreliable(IReadOnlyList<CellSummary> cells) =>
        from cell in cells
        where cells.Count > 1
        let kept = LoadKept.Of(cell)
        where kept is { DatagramsSent: > 0, DatagramsLost: > 0 }
        select $"{cell.Arm} lost {ProtoBench.Model.Text.NumberText.Share(kept.DatagramsLost!.Value, kept.DatagramsSent!.Value)} of "
            + "its datagrams and sent none again";

    private static string? Either(
        List<(string Arm, CellSummary Cell, List<ConnectionFacts> Facts)> arms,
        Func<(string Arm, CellSummary Cell, List<ConnectionFacts> Facts), bool> has,
        string what)
    {
        var (with, without) =
            (arms.Where(has).Select(arm => arm.Arm).ToList(), arms.Where(arm => !has(arm)).Select(arm => arm.Arm).ToList());
        if (with.Count == 0 || without.Count == 0)
        {
            return null;
        }

        var (fewer, more) = with.Count <= without.Count ? (with, without) : (without, with);
        var (first, second) = ReferenceEquals(fewer, with) ? ("", "not ") : ("not ", "");
        var others = more.Count <= MostNames ? VerdictWords.List(more) : "the others";
        var ending = ReferenceEquals(fewer, with) ? "not" : "";
        return $"{VerdictWords.List(fewer)} {VerdictWords.Are(fewer.Count)} {first}{what}, {others} "
            + $"{VerdictWords.Are(more.Count)}{(second.Length > 0 ? " " + ending : "")}";
    }

    // Arms without a value have nothing that could be unlike: a Unix socket has no congestion control.
    private static string? Several(
        string name, List<(string Arm, CellSummary Cell, List<ConnectionFacts> Facts)> arms,
        Func<(string Arm, CellSummary Cell, List<ConnectionFacts> Facts), string?> read)
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

    private static List<ConnectionFacts> FactsOf(CellSummary cell) =>
        [.. cell.Succeeded.Select(trial => trial.Facts).OfType<ConnectionFacts>()];

    private static string? Told((string Arm, CellSummary Cell, List<ConnectionFacts> Facts) arm, Contrast contrast)
    {
        var (asked, workload) = (arm.Cell.Cell.Arm, arm.Cell.Cell.Workload);
        var values =
            arm.Facts.Select(facts => contrast.Read(facts, asked, workload)).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return values.Count > 0 ? string.Join(" or ", values) : null;
    }
}
