namespace ProtoBench.Analysis.Summaries;

/// <summary>The words that stand where a cell has no figure.</summary>
internal static class CellText
{
    /// <summary>One or two words, for a table's cell or a chart's row.</summary>
    public static string Short(CellSummary cell) => cell.State switch
    {
        CellState.NotApplicable => "not applicable",
        CellState.Unsupported => "unsupported here",
        CellState.Invalid => "invalid",
        CellState.Failed => "failed",
        CellState.NotRun => "not run",
        _ => "n/a",
    };
}
