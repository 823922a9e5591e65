using ProtoBench.Model.Text;

namespace ProtoBench.Analysis.Summaries;

/// <summary>
/// The highest offered rate of a sweep up to which an arm kept up: every trial of every step so far achieved 97 %, and its p99 stayed
/// within ten times that of the lightest step. Beyond the second limit a queue decides the latency, not the protocol.
/// </summary>
/// <param name="Arm">The arm.</param>
/// <param name="Cell">The arm at its last usable step; null when not even the lightest was.</param>
/// <param name="EndsBecause">What happened at the next step, as a sentence.</param>
internal sealed record UsableCapacity(string Arm, CellSummary? Cell, string EndsBecause)
{
    private const double MostGrowth = 10;

    /// <summary>One per arm; empty unless the workload has at least two offered rates.</summary>
    public static IReadOnlyList<UsableCapacity> Of(WorkloadSummary workload)
    {
        var steps = workload.Loads.Where(load => load.Load.IsSteady)
            .OrderBy(load => load.Load.Rate).ToList();
        return steps.Count < 2
            ? []
            : [.. steps[0].Cells
                .Select(first => Of(first.Arm, [.. steps.Select(step => step.Cells.First(cell => cell.Arm == first.Arm))]))];
    }

    private static UsableCapacity Of(string arm, List<CellSummary> steps)
    {
        CellSummary? last = null;
        foreach (var cell in steps)
        {
            if (Objection(cell, steps[0]) is { } objection)
            {
                return new UsableCapacity(arm, last, objection);
            }

            last = cell;
        }

        // Without p99 the second condition was not looked at.
        var unknown = steps.Count(cell => cell[Metrics.P99] is null);
        return new UsableCapacity(
            arm,
            last,
            unknown == 0 ? "The highest rate that was offered; its limit lies above."
                : $"The highest rate that was offered. {(unknown == steps.Count ? "No step" : "Not every step")} has a p99, so its "
                    + "growth was not looked at.");
    }

    private static string? Objection(CellSummary cell, CellSummary lightest)
    {
        var offered = LoadText.Of(cell.Cell.Load);
        if (cell[Metrics.Throughput] is not { } achieved)
        {
            return $"At {offered}: {CellText.Short(cell)}.";
        }

        if (cell.MissedRate)
        {
            return $"At {offered} it achieved {achieved.Text}.";
        }

        // One trial that was saturated has shown the limit, whatever the others did.
        if (cell.Invalid + cell.Failed > 0)
        {
            return $"At {offered} {cell.Invalid + cell.Failed} of {cell.Succeeded.Count + cell.Invalid + cell.Failed} trials do not count.";
        }

        return cell[Metrics.P99] is { } p99 && lightest[Metrics.P99] is { } base99 && p99.Centre > MostGrowth * base99.Centre
            ? $"At {offered} p99 is {p99.Text}, {NumberText.Of(p99.Centre / base99.Centre, Quantity.Factor)} that at the lightest load."
            : null;
    }
}
