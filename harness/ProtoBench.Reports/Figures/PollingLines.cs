using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Text;

namespace ProtoBench.Reports.Figures;

/// <summary>What each arm's short polling ought to cost beside what it did, in a line.</summary>
internal static class PollingLines
{
    /// <summary>Empty where nobody polls at an interval.</summary>
    public static IEnumerable<string> Of(LoadSummary load) =>
        from cell in load.Cells
        let polling = Polling.Of(cell)
        where polling is not null
        select $"{cell.Arm}: half of a pause of {Time(polling.Pause)} and a request of {Time(polling.Request)} predict a mean delay of "
            + $"{Time(polling.Predicted)}; measured {Time(polling.Delay)}, {NumberText.Share(polling.Delay, polling.Predicted)} of it, "
            + $"where chance alone is ±{NumberText.Share(polling.Chance, 1)} with {NumberText.Whole(polling.Events)} events.";

    private static string Time(double microseconds) => NumberText.Of(microseconds, Quantity.Microseconds);
}
