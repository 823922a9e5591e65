using System.Diagnostics;
using ProtoBench.Links.Serving;
using ProtoBench.Machine;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Results.Pairs;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Trials.Pairs;

/// <summary>
/// Runs one pair: both sides alive at once on the same processors, driven in turns of about a fiftieth of a second, so that whatever the
/// machine does meets both. The level of an unchanged server moved by 20 % between sessions where the ratio of two interleaved ones moved
/// by 0.3 %.
/// </summary>
/// <param name="header">The two sides, and under which conditions.</param>
/// <param name="folder">Where logs go.</param>
/// <param name="launcher">Starts the processes of both sides.</param>
internal sealed class PairRunner(PairHeader header, string folder, ILauncher launcher)
{
    private readonly OneBuild _baseBuild = BuildOf(header.Base);
    private readonly OneBuild _newBuild = BuildOf(header.New);
    private ProcessorSplit Processors => launcher.IsLocal
        ? new(header.ServerProcessors, header.ClientProcessors)
        : launcher.Processors(header.New.Scenario.Pinning);

    /// <summary>Never throws for anything a pair does: whatever goes wrong becomes the status and reason of both its trials.</summary>
    /// <exception cref="OperationCanceledException">The comparison was interrupted; the pair does not count at all.</exception>
    public async Task<PairResult> RunAsync(int number, int cellIndex, int repetition, int stage, CancellationToken cancellationToken)
    {
        var (before, after) = (header.Base.Cells[cellIndex], header.New.Cells[cellIndex]);
        var logs = Path.Combine("logs", $"{number:D4}");
        Directory.CreateDirectory(Path.Combine(folder, logs));
        var seed = TrialSeed.Derive((ulong)header.New.Scenario.Seed, TrialSeed.Hash(before.Id), (ulong)repetition);
        var watch = Stopwatch.StartNew();
        var pair = new PairResult
        {
            Number = number,
            CellIndex = cellIndex,
            Repetition = repetition,
            Stage = stage,
            Base = Empty(number, before, repetition, logs),
            New = Empty(number, after, repetition, logs),
        };
        try
        {
            pair = before.Link == ScenarioVocabulary.Loopback
                ? await MeasureAsync(pair, before, after, seed, link: null, cancellationToken).ConfigureAwait(false)
                : await MeasureOverLinkAsync(pair, before, after, seed, cancellationToken).ConfigureAwait(false);
        }
        catch (TrialFailedException error)
        {
            pair = pair with { Base = Failed(pair.Base, error), New = Failed(pair.New, error) };
        }

        var seconds = Math.Round(watch.Elapsed.TotalSeconds, 3);
        return pair with { Base = pair.Base with { Seconds = seconds }, New = pair.New with { Seconds = seconds } };
    }

    private static OneBuild BuildOf(PairSide side) => side.Executable is null ? OneBuild.OfThis() : new OneBuild();

    /// <summary>Both sides share one link, certified before either starts: whatever it does meets both.</summary>
    private async Task<PairResult> MeasureOverLinkAsync(
        PairResult pair, Cell before, Cell after, ulong seed, CancellationToken cancellationToken)
    {
        var profile = LinkProfileFiles.Place(header.New.Scenario, before.Link, folder);
        var congestion = LinkCongestion.Of([before.Arm, after.Arm]);
        var link = await LinkProcess.StartAsync(
            profile, seed, capture: null, header.New.Scenario.Idle, congestion, cancellationToken).ConfigureAwait(false);
        await using (link.ConfigureAwait(false))
        {
            var certificate = (await link.CertifyAsync(cancellationToken).ConfigureAwait(false)).Certificate!;
            await link.RestartAsync(cancellationToken).ConfigureAwait(false);
            pair = await MeasureAsync(pair, before, after, seed, link.Ready, cancellationToken).ConfigureAwait(false);
            var evidence = await link.EvidenceAsync(certificate, cancellationToken).ConfigureAwait(false);
            return pair with { Base = TrialChecks.AddLink(pair.Base, evidence), New = TrialChecks.AddLink(pair.New, evidence) };
        }
    }

    private async Task<PairResult> MeasureAsync(
        PairResult pair, Cell before, Cell after, ulong seed, LinkMessage? link, CancellationToken cancellationToken)
    {
        await launcher.ReadyAsync(header.Base.Executable, cancellationToken).ConfigureAwait(false);
        await launcher.ReadyAsync(header.New.Executable, cancellationToken).ConfigureAwait(false);
        launcher.Looks?.Begin();
        var log = Path.Combine(folder, pair.Base.Logs!);
        var baseStartsFirst = pair.Repetition % 2 == 1;

        // The order of starting alternates: the processes that came first may get the better place in memory.
        var first = await Named(
            baseStartsFirst, () => StartAsync(baseStartsFirst, before, after, seed, link, log, cancellationToken)).ConfigureAwait(false);
        await using (first.ConfigureAwait(false))
        {
            var second = await Named(
                !baseStartsFirst,
                () => StartAsync(!baseStartsFirst, before, after, seed, link, log, cancellationToken)).ConfigureAwait(false);
            await using (second.ConfigureAwait(false))
            {
                var (old, now) = baseStartsFirst ? (first, second) : (second, first);
                await Named(baseStartsFirst, () => first.RehearseAsync(cancellationToken)).ConfigureAwait(false);
                await Named(!baseStartsFirst, () => second.RehearseAsync(cancellationToken)).ConfigureAwait(false);
                var slowest = Math.Min(
                    (await Named(baseStartsFirst, () => first.WarmUpAsync(cancellationToken)).ConfigureAwait(false)).ExchangesPerSecond,
                    (await Named(!baseStartsFirst, () => second.WarmUpAsync(cancellationToken)).ConfigureAwait(false)).ExchangesPerSecond);
                var slices = await DriveAsync(
                    old, now, SlicePlan.For(header.New.Scenario.Duration, slowest), seed, cancellationToken).ConfigureAwait(false);
                return Remarked(old.Fingerprint, now.Fingerprint, pair with
                {
                    Slices = slices,
                    Base = await Named(true, () => old.FinishAsync(pair.Base, cancellationToken)).ConfigureAwait(false),
                    New = await Named(false, () => now.FinishAsync(pair.New, cancellationToken)).ConfigureAwait(false),
                });
            }
        }
    }

    private Task<LiveSide> StartAsync(
        bool isBase, Cell before, Cell after, ulong seed, LinkMessage? link, string log, CancellationToken cancellationToken) => isBase
        ? LiveSide.StartAsync(
            header.Base,
            before,
            seed,
            launcher,
            Processors,
            LinkCongestion.Placed(link, before.Arm),
            _baseBuild,
            Path.Combine(log, "base-"),
            cancellationToken)
        : LiveSide.StartAsync(
            header.New,
            after,
            seed,
            launcher,
            Processors,
            LinkCongestion.Placed(link, after.Arm),
            _newBuild,
            Path.Combine(log, "new-"),
            cancellationToken);

    private static async Task<List<SlicePair>> DriveAsync(
        LiveSide old, LiveSide now, SlicePlan plan, ulong seed, CancellationToken cancellationToken)
    {
        var turns = await Turns.DriveAsync(2, plan, seed, async (side, duration) => await Named(
            side == 0, () => (side == 0 ? old : now).SliceAsync(duration, cancellationToken)).ConfigureAwait(false)).ConfigureAwait(false);
        return
        [
            .. turns.Select(turn => new SlicePair(
                turn.Order[0] == 0, turn.Slices[0]!.Seconds, turn.Slices[0]!.Completed, turn.Slices[1]!.Completed)),
        ];
    }

    // Builds for different versions of .NET start different runtimes, and part of what is then measured is those.
    private static PairResult Remarked(PeerFingerprint? before, PeerFingerprint? after, PairResult pair)
    {
        if (before is null || after is null || before.DifferencesTo(after).ToList() is not { Count: > 0 } differences)
        {
            return pair;
        }

        var note = $"base and new do not run on the same: {string.Join(", ", differences)}; part of what differs may be due to that";
        return pair with
        {
            Base = pair.Base with { Notes = [.. pair.Base.Notes, note] },
            New = pair.New with { Notes = [.. pair.New.Notes, note] },
        };
    }

    // "The server failed" would leave open which of the two.
    private static async Task<T> Named<T>(bool isBase, Func<Task<T>> action)
    {
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (TrialFailedException error)
        {
            throw new TrialFailedException($"{(isBase ? "base" : "new")}: {error.Message}");
        }
    }

    private static TrialResult Failed(TrialResult trial, TrialFailedException error) =>
        trial with { Status = TrialStatus.Failed, Reasons = [error.Message] };

    private static TrialResult Empty(int number, Cell cell, int repetition, string logs) => new()
    {
        Number = number,
        CellId = cell.Id,
        Repetition = repetition,
        Status = TrialStatus.Failed,
        Started = DateTimeOffset.UtcNow,
        Seconds = 0,
        Logs = logs,
    };
}
