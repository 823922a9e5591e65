using System.Globalization;
using ProtoBench.Analysis.Comparisons;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Contract;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results.Pairs;
using ProtoBench.Model.Scenarios.Settings;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Text;

namespace ProtoBench.Reports.Comparisons;

/// <summary>Under what conditions two sides were compared, and in what they differ besides what is judged.</summary>
internal static class ComparisonConditions
{
    /// <summary>One thing in which the sides differ.</summary>
    /// <param name="Name">What it is.</param>
    /// <param name="Base">On the base.</param>
    /// <param name="New">On the new side.</param>
    internal sealed record Difference(string Name, string Base, string New);

    /// <summary>What matters most, in one line.</summary>
    public static string Line(ComparisonReport report, PairRun? pairs)
    {
        var parts = new List<string> { $"base {report.BaseLabel}", $"new {report.NewLabel}" };
        if (pairs is not null)
        {
            var scenario = pairs.Header.New.Scenario;
            parts.Add(RunText.Links(scenario, pairs.Header.New.Cells.Select(cell => cell.Link)));
            parts.Add($"{pairs.Header.Pairs} fresh pairs per cell, "
                + $"{NumberText.Tick(scenario.Duration.TotalMicroseconds, Quantity.Microseconds)} a side, in slices by turns");
            parts.Add(pairs.Header.Hosts is { Count: > 0 } hosts
                ? RunText.Machine(hosts, pairs.Fingerprint)
                : $"{pairs.Fingerprint.CpuModel}, {Plural.Of(pairs.Fingerprint.Processors, "processor")}");
        }
        else
        {
            parts.Add(string.Create(
                CultureInfo.InvariantCulture, $"different sessions: error widened by {report.SessionSpread:P1} between them"));
        }

        parts.Add(string.Create(
            CultureInfo.InvariantCulture, $"counts from {report.Margin:P0} on, at most {report.Alpha:P0} false alarms a suite"));
        return string.Join(" · ", parts);
    }

    /// <summary>Settings, programs and what connections negotiated, where the sides differ.</summary>
    public static IReadOnlyList<Difference> Between(ComparisonReport report, PairRun? pairs)
    {
        if (pairs is null)
        {
            return [.. report.FingerprintDifferences.Select(Split)];
        }

        var (before, after) = (pairs.Header.Base, pairs.Header.New);
        var found = new List<Difference>
        {
            new("what was asked for", before.Label, after.Label),
            new("program", Program(before), Program(after)),
        };
        found.AddRange(Conditions.AskedFor(PlanOf(before)).Zip(Conditions.AskedFor(PlanOf(after)),
            (old, now) => new Difference(old.Name, old.Value, now.Value)));
        foreach (var (old, now) in before.Cells.Zip(after.Cells).Where(cells => cells.First.Id != cells.Second.Id))
        {
            found.Add(new Difference("cell", old.Id, now.Id));
        }

        foreach (var cell in pairs.Pairs.GroupBy(pair => pair.CellIndex))
        {
            var (old, now) = (Facts(cell.Select(pair => pair.Base.Facts)), Facts(cell.Select(pair => pair.New.Facts)));
            found.AddRange(old.Keys.Union(now.Keys).Select(name => new Difference(
                $"{after.Cells[cell.Key].Arm.Label}: {name}",
                old.GetValueOrDefault(name, Conditions.None),
                now.GetValueOrDefault(name, Conditions.None))));
        }

        return [.. found.Where(one => one.Base != one.New).Distinct()];
    }

    private static Plan PlanOf(PairSide side) => new() { Scenario = side.Scenario, Cells = side.Cells, Trials = [] };

    private static string Program(PairSide side) =>
        side.ServerCommand is { } command ? $"server: {command}" : side.Executable ?? "this build";

    // A buffer that the kernel sizes by itself is no difference of the sides: facts that vary within a side are left out.
    private static Dictionary<string, string> Facts(IEnumerable<ConnectionFacts?> trials) => trials.OfType<ConnectionFacts>()
        .SelectMany(facts => ArmSettings.Facts.Select(fact => (fact.Name, Value: fact.Read(facts)?.ToString()))
            .Concat(facts.More.Select(fact => (Name: fact.Key, Value: (string?)fact.Value))))
        .Where(fact => fact.Value is not null)
        .GroupBy(fact => fact.Name, StringComparer.Ordinal)
        .Where(values => values.Select(value => value.Value).Distinct(StringComparer.Ordinal).Count() == 1)
        .ToDictionary(values => values.Key, values => values.First().Value!, StringComparer.Ordinal);

    // As FingerprintDifference writes them: "kernel: 6.1 → 6.18".
    private static Difference Split(string sentence)
    {
        var name = sentence.Split(": ", 2);
        var sides = name[^1].Split(" → ", 2);
        return sides.Length == 2 && name.Length == 2 ? new Difference(name[0], sides[0], sides[1]) : new Difference(sentence, "", " ");
    }
}
