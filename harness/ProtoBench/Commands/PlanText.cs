using ProtoBench.Model.Plans;
using ProtoBench.Model.Text;
using ProtoBench.Trials.Estimates;
using Spectre.Console;

namespace ProtoBench.Commands;

/// <summary>A plan for people, as <c>--dry-run</c> shows it.</summary>
internal static class PlanText
{
    public static void Write(Plan plan, IAnsiConsole console)
    {
        console.MarkupLine($"[bold]{Markup.Escape(plan.Scenario.Title)}[/]");
        var table = new Table().Border(TableBorder.None).AddColumns("cell", "connections", "trials", "");
        var trials = plan.Trials.CountBy(trial => trial.CellId).ToDictionary();
        foreach (var cell in plan.Cells)
        {
            var why = cell.NotApplicable is { } reason
                ? "not applicable: " + reason
                : cell.Unsupported is { } missing ? "unsupported: " + missing : "";
            table.AddRow(
                Markup.Escape(cell.Id), $"{cell.Connections}", $"{trials.GetValueOrDefault(cell.Id)}", $"[dim]{Markup.Escape(why)}[/]");
        }

        console.Write(table);
        var estimate = EstimateText.Of(PlanEstimate.Of(plan));
        console.WriteLine(
            $"{Plural.Of(plan.Trials.Count, "trial")} of {Plural.Of(plan.Cells.Count(cell => cell.Runs), "cell")}, {estimate}");
        foreach (var line in PlanAdvice.All(plan))
        {
            console.WriteLine(line);
        }
    }
}
