using ProtoBench.Analysis.Searches;
using ProtoBench.Model.Searches;
using ProtoBench.Model.Text;

namespace ProtoBench.Analysis.Summaries;

/// <summary>What searches for a rate found, as the answer of their load point.</summary>
internal static class SearchVerdicts
{
    /// <summary>One for each load point that is searched for; none where nothing ran.</summary>
    public static IEnumerable<Verdict> Of(WorkloadSummary workload) =>
        from load in workload.Loads
        where load.Load.Search is not null && load.Cells.Any(cell => cell.Search is { Trials: > 0 })
        select Of(workload, load);

    private static Verdict Of(WorkloadSummary workload, LoadSummary load)
    {
        var search = load.Load.Search!;
        var arms = load.Cells.Where(cell => cell.Search is { Trials: > 0 }).OrderByDescending(cell => cell.Search!.Confirmed?.Rate ?? 0)
            .ToList();
        return new Verdict(
            $"{workload.Title}, {LoadText.Of(load.Load)}",
            Answer(search, arms),
            [
                .. arms.Select(cell => $"{cell.Arm} {CellSearch.Text(search, cell.Search!)}."
                    + (CellSearch.EdgeText(search, cell.Search!) is { } edge ? $" {edge}." : "")),
            ]);
    }

    private static string Answer(Model.Scenarios.Objectives.RateSearch search, List<CellSummary> arms)
    {
        var limit = CellSearch.LimitOf(search);
        if (arms[0].Search is not { Confirmed: { } best })
        {
            return $"No rate with {limit} was confirmed.";
        }

        var rate = CellSearch.Rate(best.Rate);
        if (arms.Count == 1)
        {
            return $"{arms[0].Arm} carries {rate} with {limit}.";
        }

        // Both ends of each are known: whose confirmed rate is not below another's refuted one carries more.
        var below = arms.Skip(1).TakeWhile(cell => !IsBelow(cell.Search!, best.Rate)).ToList();
        if (below.Count > 0)
        {
            return $"{arms[0].Arm} and {string.Join(", ", below.Select(cell => cell.Arm))} cannot be told apart at "
                + $"{NumberText.Share(search.Step, 1)} a step: {rate} with {limit}.";
        }

        return arms[1].Search!.Confirmed is { } second
            ? $"{arms[0].Arm} carries most, {rate} with {limit}: {NumberText.Of(best.Rate / second.Rate, Quantity.Factor)} {arms[1].Arm} "
                + $"({CellSearch.Rate(second.Rate)})."
            : $"{arms[0].Arm} carries most, {rate} with {limit}; of {arms[1].Arm} no rate was confirmed.";
    }

    private static bool IsBelow(SearchFinding finding, double rate) => finding.Refuted is { } refuted && refuted.Rate <= rate
        && finding.End is SearchEnd.Found or SearchEnd.BelowRange;
}
