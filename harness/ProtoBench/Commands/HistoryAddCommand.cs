using System.CommandLine;
using System.Text.Json;
using ProtoBench.Analysis.History;
using ProtoBench.Model.Results;
using ProtoBench.Model.Text;

namespace ProtoBench.Commands;

/// <summary><c>protobench history add</c>: stored runs become points of a history.</summary>
internal static class HistoryAddCommand
{
    public static Command Create()
    {
        var runs = new Argument<string[]>("run") { Description = "Folders of runs.", Arity = ArgumentArity.OneOrMore };
        var store = HistoryOptions.Store();
        var commit = new Option<string?>("--commit") { Description = "What was measured (default: the commit protobench was built from)." };
        var label = new Option<string?>("--label") { Description = "A name for people, such as a branch." };
        var json = CommonOptions.Json();
        var command =
            new Command("add", "Add stored runs to a history. Adding a run again changes nothing.") { runs, store, commit, label, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                return await AddAsync(
                    parsed.GetValue(runs)!,
                    parsed.GetValue(store),
                    parsed.GetValue(commit),
                    parsed.GetValue(label),
                    parsed.GetValue(json),
                    cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (IsStoreUnwritable(error, parsed.GetValue(store)))
            {
                throw new IOException($"{error.Message.TrimEnd('.')}. Without --store the history is kept in "
                    + $"{HistoryStores.DefaultFolder} here; choose a folder that can be written with --store FOLDER", error);
            }
        });
        return command;
    }

    // As in a read-only checkout. A run that is not there is no matter of the store.
    private static bool IsStoreUnwritable(Exception error, string? store) => store is null
        && error is UnauthorizedAccessException or IOException
        && error.Message.Contains(Path.GetFullPath(HistoryStores.DefaultFolder), StringComparison.Ordinal);

    private static async Task<int> AddAsync(
        string[] folders, string? store, string? commit, string? label, bool json, CancellationToken cancellationToken)
    {
        // All are read before the first is added: a wrong path adds nothing.
        var points = folders.Select(folder => HistoryPoints.Of(RunFolder.Open(folder).Read(), commit, label)).ToList();
        if (points.FirstOrDefault(point => point.Cells.Count == 0) is { } empty)
        {
            throw new UsageException(
                $"run {empty.Run} has no cell with a trial that counts, so there is nothing to remember; 'protobench show' says why");
        }

        var now = DateTimeOffset.UtcNow;
        if (points.FirstOrDefault(point => RunClock.Complaint(point.Time, now) is not null) is { } misdated)
        {
            throw new UsageException(
                $"run {misdated.Run} is not added: {RunClock.Complaint(misdated.Time, now)}; set the clock and measure again");
        }

        var added = new List<AddedRun>();
        var opened = HistoryStores.Open(store);
        await using (opened.ConfigureAwait(false))
        {
            foreach (var point in points)
            {
                var outcome = await opened.AddAsync(point, cancellationToken).ConfigureAwait(false);
                if (outcome is AddOutcome.Different)
                {
                    throw new UsageException(
                        $"{opened.Name} has run {point.Run} already, with other figures, commit or label; it was left as it is. Add "
                            + "the run before going on "
                            + "with it, or remove the old entry first");
                }

                added.Add(new AddedRun(point.Run, point.Scenario, point.Fingerprint, point.Cells.Count, outcome is AddOutcome.Added));
                if (!json)
                {
                    await Console.Out.WriteLineAsync(
                        $"{point.Run}: {(outcome is AddOutcome.Added ? "added" : "was there already")}; "
                            + $"{Plural.Of(point.Cells.Count, "cell")} of {point.Scenario}, "
                            + $"environment {point.Fingerprint}").ConfigureAwait(false);
                }
            }

            await TellOrderAsync(opened, points, cancellationToken).ConfigureAwait(false);
        }

        if (json)
        {
            await Console.Out
                .WriteLineAsync(JsonSerializer.Serialize(added, CommandJson.Default.IReadOnlyListAddedRun)).ConfigureAwait(false);
        }

        return ExitCode.Ok;
    }

    // A history is in the order of its clocks: what a clock that was set back measures last is not its newest run.
    private static async Task TellOrderAsync(IHistoryStore store, List<HistoryPoint> added, CancellationToken cancellationToken)
    {
        var others = (await store.ReadAsync(null, cancellationToken).ConfigureAwait(false)).Points
            .ExceptBy(added.Select(point => point.Run), point => point.Run)
            .ToList();
        foreach (var point in added)
        {
            var newer = others.Count(
                other => other.Time > point.Time && (other.Scenario, other.Fingerprint) == (point.Scenario, point.Fingerprint));
            if (newer > 0)
            {
                await Console.Error.WriteLineAsync(
                    $"protobench: run {point.Run} began before {newer} that {store.Name} has already, and takes its place before them; "
                        + "if it is the newest, this machine's clock was set back").ConfigureAwait(false);
            }
        }
    }
}
