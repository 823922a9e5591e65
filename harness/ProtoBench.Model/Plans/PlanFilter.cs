using System.IO.Enumeration;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Model.Plans;

/// <summary>Keeps the cells whose id matches a pattern: <c>*</c> is any text, also across slashes, <c>?</c> any character.</summary>
public static class PlanFilter
{
    private const int ShownIds = 8;

    /// <summary>
    /// The plan with only the cells that match at least one pattern. Their trials keep order and seeds, so that a filtered run repeats
    /// exactly what the whole run did; only the numbers close up.
    /// </summary>
    /// <param name="plan">The whole plan.</param>
    /// <param name="patterns">None keeps everything.</param>
    public static PlanFiltering Apply(Plan plan, IReadOnlyList<string> patterns)
    {
        var useless = patterns.Where(pattern => !plan.Cells.Any(cell => Matches(pattern, cell.Id))).ToArray();
        if (useless.Length > 0)
        {
            return new PlanFiltering(null, [.. useless.Select(pattern => NothingMatches(pattern, plan.Cells))]);
        }

        if (patterns.Count == 0)
        {
            return new PlanFiltering(plan, []);
        }

        var cells = plan.Cells.Where(cell => patterns.Any(pattern => Matches(pattern, cell.Id))).ToArray();
        var kept = cells.Select(cell => cell.Id).ToHashSet();
        var trials = plan.Trials.Where(trial => kept.Contains(trial.CellId)).Select((trial, index) => trial with { Number = index + 1 });
        return new PlanFiltering(plan with { Cells = cells, Trials = [.. trials] }, []);
    }

    /// <summary>Does a cell's id match a pattern?</summary>
    // '\' would be an escape character, but no id contains one, so such a pattern matches nothing either way.
    public static bool Matches(string pattern, string id) => FileSystemName.MatchesSimpleExpression(pattern, id, ignoreCase: false);

    private static ScenarioError NothingMatches(string pattern, IReadOnlyList<Cell> cells)
    {
        var more = cells.Count > ShownIds ? $" and {cells.Count - ShownIds} more" : "";
        var ids = string.Join(", ", cells.Take(ShownIds).Select(cell => cell.Id));
        var hint = $"the cells are {ids}{more}; '*' stands for any text, quote it for the shell";
        return new ScenarioError($"--filter {pattern}", 0, 0, 0, ScenarioErrorCodes.FilterMatchesNothing, "no cell matches", hint);
    }
}
