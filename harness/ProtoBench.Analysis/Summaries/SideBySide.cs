using ProtoBench.Model.Links.Evidence;
using ProtoBench.Model.Links.Profiles;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Reading.Links;

namespace ProtoBench.Analysis.Summaries;

/// <summary>
/// Several runs in one report. Each arm carries its run's label (<c>tcp (before)</c>) and stands beside its namesakes in the same tables
/// and charts; nothing of a run is computed from another's trials, and arms are ranked within their run only, because trials of different
/// runs were not interleaved.
/// </summary>
internal static class SideBySide
{
    /// <summary>What every reader must know before comparing.</summary>
    public const string Drift =
        "These runs were measured one after the other and not interleaved, so a difference between them also holds whatever changed on "
            + "the machine "
            + "in between: other load, temperature, neighbours, updates. Arms are therefore ranked within their run only. The interval "
                + "of a "
            + "ratio between runs covers the spread of trials inside each run, and not that drift; for a difference that must hold, "
                + "measure both sides "
            + "as arms of one run.";

    /// <summary>What a run's label adds to its arms' labels.</summary>
    public static string Suffix(string part) => $" ({part})";

    /// <param name="parts">At least two, with distinct labels.</param>
    /// <exception cref="FormatException">Workloads, load points or links of one name mean different things in two runs; the message says
    /// which.</exception>
    public static RunSummary Of(IReadOnlyList<RunPart> parts)
    {
        RequireSameMeaning(
            parts,
            "workload",
            part => part.Run.Plan.Cells.Select(
                cell => (cell.Workload.Name, (object)(cell.Workload with { Loads = null, Objectives = null }))));
        RequireSameMeaning(
            parts, "load point", part => part.Run.Plan.Cells.Select(cell => ($"{cell.Workload.Name}/{cell.Load.Name}", (object)cell.Load)));
        RequireSameMeaning(parts, "link", LinksOf);
        RequireSameMeaning(parts, "backend of the link", BackendsOf);
        var scenarios = parts.Select(part => part.Run.Plan.Scenario).ToList();
        var arms = scenarios.SelectMany(scenario => scenario.Arms.Select(arm => arm.Label)).Distinct(StringComparer.Ordinal)
            .SelectMany(
                label => parts.Select((part, index) => (part.Label, Arm: scenarios[index].Arms.FirstOrDefault(arm => arm.Label == label))))
            .Where(arm => arm.Arm is not null)
            .Select(arm => (Part: arm.Label, Arm: arm.Arm! with { Label = arm.Arm.Label + Suffix(arm.Label) }))
            .ToList();
        var first = parts[0].Run;
        var run = first with
        {
            Id = string.Join(" + ", parts.Select(part => part.Run.Id)),
            Command = string.Join(" + ", parts.Select(part => part.Run.Command)),
            Plan = first.Plan with
            {
                Scenario = scenarios[0] with
                {
                    Title = string.Join(" / ", scenarios.Select(scenario => scenario.Title).Distinct(StringComparer.Ordinal)),
                    Arms = [.. arms.Select(arm => arm.Arm)],
                    LinkProfiles = [.. scenarios.SelectMany(scenario => scenario.LinkProfiles ?? []).DistinctBy(source => source.Name)],
                },
                Cells = [.. Cells(parts, arms)],
                Trials =
                    [.. parts.SelectMany(part => part.Run.Plan.Trials.Select(trial => trial with { CellId = IdOf(part, trial.CellId) }))],
            },
            Trials = [.. parts.SelectMany(part => part.Run.Trials.Select(trial => trial with { CellId = IdOf(part, trial.CellId) }))],
        };
        var partOf = arms.ToDictionary(arm => arm.Arm.Label, arm => arm.Part, StringComparer.Ordinal);
        return RunSummary.Of(run, parts, label => partOf[label]);
    }

    /// <summary>The verdicts of one run, said of it alone.</summary>
    public static IEnumerable<Verdict> VerdictsOf(RunPart part, IReadOnlyList<WorkloadSummary> workloads)
    {
        var busy = part.WasBusyBefore;
        if (part.Label.Length == 0)
        {
            return Verdicts.Of(workloads, busy);
        }

        var own = workloads.Select(workload => workload with
        {
            Loads =
            [
                .. workload.Loads.Select(load => load with { Cells = [.. load.Cells.Where(cell => cell.Part == part.Label).Select(Alone)] })
                    .Where(load => load.Cells.Count > 0),
            ],
        });
        return Verdicts.Of([.. own], busy)
            .Select(verdict => verdict with { Scope = verdict.Scope.Length > 0 ? $"{part.Label}: {verdict.Scope}" : part.Label });
    }

    // Where only one run is spoken of, its arms need no label.
    private static CellSummary Alone(CellSummary cell) =>
        cell with { Cell = cell.Cell with { Arm = cell.Cell.Arm with { Label = cell.ArmInPart } }, Part = "" };

    // The tables and charts have a place for every arm everywhere; where a run has not measured, its place says so.
    private static IEnumerable<Cell> Cells(IReadOnlyList<RunPart> parts, IReadOnlyList<(string Part, Arm Arm)> arms)
    {
        var stored = parts.SelectMany(part => part.Run.Plan.Cells.Select(cell => cell with
        {
            Id = IdOf(part, cell.Id),
            Arm = cell.Arm with { Label = cell.Arm.Label + Suffix(part.Label) },
        })).ToDictionary(cell => (cell.Workload.Name, cell.Arm.Label, cell.Link, cell.Load.Name));
        foreach (var workload in stored.Values.GroupBy(cell => cell.Workload.Name, StringComparer.Ordinal))
        {
            var places = workload.DistinctBy(cell => (cell.Link, cell.Load.Name)).ToList();
            foreach (var (arm, place) in arms.SelectMany(arm => places.Select(place => (arm, place))))
            {
                yield return stored.TryGetValue(
                    (workload.Key, arm.Arm.Label, place.Link, place.Load.Name), out var cell) ? cell : place with
                    {
                        Id = $"{workload.Key}/{arm.Arm.Label}/{place.Crosses}/{place.Load.Name}",
                        Arm = arm.Arm,
                        NotApplicable = $"The run {arm.Part} does not have this cell.",
                        Unsupported = null,
                    };
            }
        }
    }

    // workload/label/link/load: the label is all between the first slash and the last two.
    private static string IdOf(RunPart part, string id)
    {
        var link = id.LastIndexOf('/', id.LastIndexOf('/') - 1);
        return id[..link] + Suffix(part.Label) + id[link..];
    }

    private static IEnumerable<(string Name, object Meaning)> LinksOf(RunPart part) =>
        from link in part.Run.Plan.Scenario.Links
        let profile = ScenarioLinks.Of(part.Run.Plan.Scenario, link)
        where profile is not null
        select (link, (object)LinkProfileDescription.Of(profile));

    // Of trials that count: within one run there is no other (TrialChecks).
    private static IEnumerable<(string Name, object Meaning)> BackendsOf(RunPart part) =>
        part.Run.Trials.Where(trial => trial.Status == TrialStatus.Succeeded).Select(
            trial => trial.Link?.Certificate.Facts).OfType<LinkFacts>()
            .Select(facts => (facts.Profile, (object)facts.Backend)).Distinct();

    private static void RequireSameMeaning(
        IReadOnlyList<RunPart> parts, string what, Func<RunPart, IEnumerable<(string Name, object Meaning)>> read)
    {
        var known = new Dictionary<string, (string Part, object Meaning)>(StringComparer.Ordinal);
        foreach (var (part, name, meaning) in parts.SelectMany(part => read(part).Select(entry => (part.Label, entry.Name, entry.Meaning))))
        {
            if (known.TryAdd(name, (part, meaning)) || Equals(known[name].Meaning, meaning))
            {
                continue;
            }

            throw new FormatException(
                $"the {what} '{name}' is not the same in the runs {known[name].Part} and {part}, so their figures cannot stand side "
                    + "by side; report them one by one");
        }
    }
}
