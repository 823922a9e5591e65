using ProtoBench.Model.Measurements;
using ProtoBench.Model.Text;

namespace ProtoBench.Analysis.Summaries;

/// <summary>
/// The parts of a cell's window, where its rate changes over time: of each figure the middle one of the trials that count.
/// </summary>
internal static class PartFigures
{
    /// <summary>Empty where the rate does not change, and where no trial counts.</summary>
    public static IReadOnlyList<LoadPart> Of(CellSummary cell)
    {
        var trials = cell.Succeeded.Select(trial => trial.Measurement?.Parts).OfType<IReadOnlyList<LoadPart>>().ToList();
        var parts = trials.Count == 0 ? 0 : trials.Min(trial => trial.Count);
        return
        [
            .. Enumerable.Range(0, parts).Select(place => trials.Select(trial => trial[place]).ToList()).Select(same => new LoadPart(
                same[0].From,
                same[0].To,
                Middle(same.Select(part => (double?)part.Offered))!.Value,
                Middle(same.Select(part => (double?)part.Achieved))!.Value,
                Middle(same.Select(part => part.P50)),
                Middle(same.Select(part => part.P99)),
                same.Max(part => part.Maximum))),
        ];
    }

    public static bool Any(CellSummary cell) => cell.Succeeded.Any(trial => trial.Measurement?.Parts is { Count: > 0 });

    /// <summary>For example <c>0 to 1 s</c>.</summary>
    public static string When(LoadPart part) => FormattableString.Invariant($"{part.From:0.##} to {part.To:0.##} s");

    /// <summary>For example <c>100/s</c>.</summary>
    public static string Rate(double rate) => NumberText.Of(rate, Quantity.PerSecond);

    /// <summary>A time in microseconds; a dash where a trial had too few samples for it.</summary>
    public static string Time(double? microseconds) =>
        microseconds is { } time ? NumberText.Of(time, Quantity.Microseconds) : "–";

    // Where a trial has none, the others do not speak for it. Of an even number the mean of the two in the middle.
    private static double? Middle(IEnumerable<double?> values)
    {
        var all = values.ToList();
        if (all.Any(value => value is null))
        {
            return null;
        }

        var sorted = all.Select(value => value!.Value).Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
