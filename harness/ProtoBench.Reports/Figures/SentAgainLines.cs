using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Text;
using ProtoBench.Protocols;

namespace ProtoBench.Reports.Figures;

/// <summary>Why TCP sent segments again over an emulated link, of each arm in all of its valid trials, in a line.</summary>
internal static class SentAgainLines
{
    /// <summary>Empty where nothing was sent again or nothing is known of it.</summary>
    public static IEnumerable<string> Of(LoadSummary load)
    {
        var told = load.Cells.Where(cell => ProtocolCatalog.Find(cell.Cell.Arm.Protocol) is { Traits.OverTcp: true })
            .Select(cell => (cell.Arm, Count: SentAgainOfCell.Of(cell)))
            .Where(one => one.Count is not null)
            .ToList();
        if (told.Exists(one => one.Count!.Known.Segments > 0))
        {
            var arms = told.Select(one =>
                $"{one.Arm}: {Words(one.Count!.Known)}{(one.Count.Servers is null ? ", all of the client (its server's are not known)" : "")}");
            yield return $"TCP segments sent again inside the windows, by both sides: {string.Join("; ", arms)}.";
        }
    }

    /// <summary>
    /// For example <c>9 segments, of which 2 by fast retransmit, 5 by a time-out (RTO), 1 behind one, 1 by a tail loss probe (TLP)</c>.
    /// </summary>
    public static string Words(TcpSentAgain count)
    {
        if (count.Segments == 0)
        {
            return "none";
        }

        (long Count, string How)[] parts =
        [
            (count.Fast, "by fast retransmit"), (count.ByTimeout, "by a time-out (RTO)"), (count.AfterTimeouts, "behind one"),
            (count.ByProbe, "by a tail loss probe (TLP)"), (count.Otherwise, "otherwise"),
            (count.Spurious, "spurious (the peer says that it had them)"),
        ];
        var how = parts.Where(part => part.Count > 0).Select(part => $"{NumberText.Whole(part.Count)} {part.How}");
        return $"{Plural.Of(count.Segments, "segment")}, of which {string.Join(", ", how)}";
    }
}
