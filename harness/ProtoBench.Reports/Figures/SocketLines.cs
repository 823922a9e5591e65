using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Text;

namespace ProtoBench.Reports.Figures;

/// <summary>How the sockets of each arm's middle trial came and went, in a line.</summary>
internal static class SocketLines
{
    /// <summary>Empty where no arm's sockets changed.</summary>
    public static IEnumerable<string> Of(LoadSummary load)
    {
        if (load.Cells.Where(Has).Select(Words).ToList() is { Count: > 0 } told)
        {
            yield return $"Sockets over time: {string.Join("; ", told)}.";
        }
    }

    public static bool Has(CellSummary cell) => Shown(cell) is not null;

    /// <summary>The cell's middle trial, or the first one whose sockets changed; null: none did.</summary>
    public static (TrialResult Trial, SocketStates Sockets)? Shown(CellSummary cell) =>
        cell.Succeeded.Count == 0 ? null
        : cell.Succeeded.Prepend(SeriesCharts.Middle(cell))
            .Where(trial => trial.Measurement?.SocketsOverTime is not null)
            .Select(trial => ((TrialResult, SocketStates)?)(trial, trial.Measurement!.SocketsOverTime!))
            .FirstOrDefault();

    /// <summary>For example <c>tcp, trial 3: client established 0–8, time-wait 0–4,310; server established 0–8</c>.</summary>
    public static string Words(CellSummary cell)
    {
        var (trial, sockets) = Shown(cell) ?? throw new ArgumentException("its sockets did not change", nameof(cell));
        var sides = sockets.Sides()
            .Select(one => (one.Name, Changed: one.Side.States.Where(state => SocketSideStates.Changes(state.Value)).ToList()))
            .Where(one => one.Changed.Count > 0)
            .Select(one => $"{one.Name} {string.Join(", ", one.Changed.Select(state => $"{state.Key} {Range(state.Value)}"))}");
        return $"{cell.Arm}, trial {trial.Number}: {string.Join("; ", sides)}";
    }

    private static string Range(IReadOnlyList<int> counts) => $"{NumberText.Whole(counts.Min())}–{NumberText.Whole(counts.Max())}";
}
