using ProtoBench.Load.Children;
using ProtoBench.Load.Workloads;
using ProtoBench.Machine;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results.Pairs;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Protocols;
using ProtoBench.Reading.Links;
using ProtoBench.Reading.Scenarios;
using ProtoBench.Trials;
using ProtoBench.Trials.Pairs;

namespace ProtoBench.Commands;

/// <summary>Turns what was typed for a side into what runs, with every error told before anything starts.</summary>
internal static class AbSides
{
    /// <summary>The build that runs the comparison.</summary>
    public const string This = "this";

    private const string GitPrefix = "git:";
    private const string CommandPrefix = "cmd:";

    /// <summary>Both sides, their cells matched one to one.</summary>
    /// <exception cref="UsageException">A scenario has errors, the sides do not match, or nothing can be compared.</exception>
    public static async Task<(PairSide Base, PairSide New)> ResolveAsync(
        AbRequest request, Action<string> tell, CancellationToken cancellationToken)
    {
        var (old, now) = (Plan(request, request.BaseSet), Plan(request, request.NewSet));
        CheckMatch(old, now);
        var kept = Kept(old, request.Filters);
        var (before, after) = (Parse(request.Base, "--base"), Parse(request.New, "--new"));
        var sides = (
            Base: await SideAsync(before, old, kept, request.BaseSet, tell, cancellationToken).ConfigureAwait(false) with
            {
                StartLimit = request.StartLimit,
            },
            New: await SideAsync(after, now, kept, request.NewSet, tell, cancellationToken).ConfigureAwait(false) with
            {
                StartLimit = request.StartLimit,
            });
        sides = BuiltCode.Fit(sides.Base, sides.New, tell);
        ForeignCommand.Check(sides.Base, "--base");
        ForeignCommand.Check(sides.New, "--new");
        if (now.Scenario.Hosts is not null && (sides.Base.ServerCommand ?? sides.New.ServerCommand) is not null)
        {
            throw new UsageException("a server command of yours is started on this machine: leave out --hosts");
        }

        if (now.Scenario.Hosts is { Clients.Count: > 1 and var clients })
        {
            throw new UsageException($"a pair is driven in turns by one client, and --hosts names {clients} for clients: name one");
        }

        RequirePairs(sides.Base, sides.New);
        await CheckBuildAsync(sides.Base, "--base", cancellationToken).ConfigureAwait(false);
        await CheckBuildAsync(sides.New, "--new", cancellationToken).ConfigureAwait(false);
        return sides;
    }

    /// <exception cref="UsageException">Neither of them can run what the other can.</exception>
    public static void RequirePairs(PairSide before, PairSide after)
    {
        if (!before.Cells.Zip(after.Cells).Any(pair => pair.First.Runs && pair.Second.Runs))
        {
            var why = before.Cells.Concat(after.Cells).Select(cell => cell.NotApplicable ?? cell.Unsupported).OfType<string>().First();
            throw new UsageException($"nothing can be compared: {why}");
        }
    }

    /// <summary>Another build may be older: that it cannot play its side is better said now than in every pair.</summary>
    private static async Task CheckBuildAsync(PairSide side, string option, CancellationToken cancellationToken)
    {
        if (side is { Executable: { } executable, ServerCommand: null })
        {
            var hello = await BuildIntroduction.AskAsync(executable, cancellationToken).ConfigureAwait(false);
            if (BuildIntroduction.WhyNot(hello, side.Cells, here: side.Scenario.Hosts is null) is { } reason)
            {
                throw new UsageException($"{option}: the build {side.Label} {reason}");
            }
        }
    }

    private static Plan Plan(AbRequest request, IReadOnlyList<string> own)
    {
        var overrides = new ScenarioOverrides
        {
            Set = [.. request.Set, .. own],
            Protocols = request.Protocols,
            Hosts = request.Hosts,
            Seed = request.Seed,
        };
        return PlanBuilder.Build(
            ScenarioInput.LoadAll([request.Scenario], overrides)[0], ProtocolCatalog.All, WorkloadCatalog.All, KernelSupport.WhyNot);
    }

    private static void CheckMatch(Plan old, Plan now)
    {
        static string Place(Cell cell) => $"{cell.Workload.Name}/{cell.Link}/{cell.Load.Name}";
        if (!old.Cells.Select(Place).SequenceEqual(now.Cells.Select(Place)))
        {
            throw new UsageException(
                $"the two sides do not match: base has {old.Cells.Count} cells, new {now.Cells.Count}, and each pair must share "
                    + "workload, link and load point. "
                + "Let --base-set and --new-set change values, not how many protocols, workloads or loads there are");
        }

        foreach (var link in old.Scenario.Links)
        {
            if (ScenarioLinks.AreSame(link, old.Scenario, now.Scenario, out var difference) == false)
            {
                throw new UsageException(
                    $"both sides of a pair share one link, but {link} is not the same on both: {difference}; set it for both with --set");
            }
        }

        if (Hosts(old.Scenario) != Hosts(now.Scenario))
        {
            throw new UsageException("both sides of a pair run on the same hosts: set them for both with --hosts");
        }

        if ((old.Scenario.Pinning, old.Scenario.Idle) != (now.Scenario.Pinning, now.Scenario.Idle))
        {
            throw new UsageException("both sides of a pair run at once on the same processors, so 'pinning' and 'idle' cannot differ "
                + "between them: set them for both with --set");
        }
    }

    private static string Hosts(Scenario scenario) =>
        scenario.Hosts is { } hosts ? $"{hosts.Launcher} {string.Join(' ', hosts.All)}" : "";

    private static HashSet<int> Kept(Plan plan, IReadOnlyList<string> filters)
    {
        var filtering = PlanFilter.Apply(plan, filters);
        var cells = (filtering.Plan ?? throw new UsageException(ScenarioErrorText.Render(filtering.Errors, "").TrimEnd())).Cells;
        var ids = cells.Select(cell => cell.Id).ToHashSet(StringComparer.Ordinal);
        return [.. Enumerable.Range(0, plan.Cells.Count).Where(index => ids.Contains(plan.Cells[index].Id))];
    }

    private static (string Kind, string Value) Parse(string text, string option)
    {
        if (text == This)
        {
            return (This, "");
        }

        foreach (var prefix in new[] { GitPrefix, CommandPrefix })
        {
            if (text.StartsWith(prefix, StringComparison.Ordinal))
            {
                var value = text[prefix.Length..].Trim();
                return value.Length > 0 ? (prefix, value) : throw new UsageException($"{option} {prefix} needs something after the colon");
            }
        }

        var executable = Directory.Exists(text) ? Path.Combine(text, "protobench") : text;
        return File.Exists(executable)
            ? ("", Path.GetFullPath(executable))
            : throw new UsageException(
                $"{option} {text}: there is no such build; name a folder with a protobench in it, git:REV, 'cmd:COMMAND' or this");
    }

    private static async Task<PairSide> SideAsync(
        (string Kind, string Value) side, Plan plan, HashSet<int> kept,
        IReadOnlyList<string> own, Action<string> tell, CancellationToken cancellationToken)
    {
        var settings = own.Count > 0 ? " with " + string.Join(", ", own) : "";
        var foreign = side.Kind == CommandPrefix;
        var resolved = new PairSide
        {
            Label = (side.Kind == This ? "this build" : side.Value) + settings,
            Executable = side.Kind.Length == 0 ? side.Value : null,
            ServerCommand = foreign ? side.Value : null,
            Scenario = plan.Scenario,
            Cells = [.. plan.Cells.Where((_, index) => kept.Contains(index)).Select(
                cell => cell with { NotApplicable = cell.NotApplicable ?? WhyNot(cell, foreign) })],
        };
        if (side.Kind == This)
        {
            var name = await GitBuild.NameOfThisAsync(FingerprintReader.Commit(), cancellationToken).ConfigureAwait(false);
            return name is null ? resolved : resolved with { Label = $"this build ({name}){settings}" };
        }

        if (side.Kind != GitPrefix)
        {
            return resolved;
        }

        var (executable, commit) = await GitBuild.GetAsync(side.Value, tell, cancellationToken).ConfigureAwait(false);
        return resolved with { Label = $"git:{side.Value} ({commit[..10]}){settings}", Executable = executable };
    }

    private static string? WhyNot(Cell cell, bool foreign)
    {
        if (WorkloadCatalog.Of(cell.Workload.Kind).WhyNotInSlices is { } uncut)
        {
            return $"ab drives in slices, and {uncut}; compare two runs instead";
        }

        if (cell.Load.Search is not null)
        {
            return "ab drives both sides at one load, and a search looks for a rate of each; compare two runs instead";
        }

        if (cell.Load.Shape is not null)
        {
            return "ab drives in slices, and a rate that changes over the window cannot be cut; compare two runs instead";
        }

        if (foreign && cell.Link != ScenarioVocabulary.Loopback)
        {
            return "a foreign server is asked whether it is ready from outside the emulated link, which cannot reach it there";
        }

        return foreign
            && cell.Unsupported is null
            && (cell.Arm.Tls || ArmEndpoint.TraitsOf(cell.Arm).Datagram || ArmEndpoint.TraitsOf(cell.Arm).RequiresTls)
            ? "a foreign server must speak plaintext over a stream: its certificate is unknown here, and without a connection nothing "
                + "shows that it is ready"
            : null;
    }
}
