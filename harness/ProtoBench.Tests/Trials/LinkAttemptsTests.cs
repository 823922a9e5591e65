using ProtoBench.Model.Results;
using ProtoBench.Tests.Reports;
using ProtoBench.Trials;
using Xunit;

namespace ProtoBench.Tests.Trials;

public sealed class LinkAttemptsTests
{
    private const string Late = "The emulator released 2.19 % of the packets down more than 100 µs late.";

    [Fact]
    public async Task A_link_that_held_is_measured_over_once()
    {
        var result = await RunAsync(Over(link: []));

        Assert.Equal(TrialStatus.Succeeded, result.Status);
        Assert.Empty(result.RejectedAttempts);
        Assert.Empty(result.Notes);
    }

    [Fact]
    public async Task What_only_the_link_has_spoiled_is_measured_again_and_the_rejected_attempt_is_kept()
    {
        var result = await RunAsync(Over(link: [Late]) with { Logs = "logs/0001" }, Over(link: []) with { Logs = "logs/0001-2" });

        Assert.Equal(TrialStatus.Succeeded, result.Status);
        Assert.Empty(result.Reasons);
        Assert.Equal("logs/0001-2", result.Logs);
        var rejected = Assert.Single(result.RejectedAttempts);
        Assert.Equal([Late], rejected.Reasons);
        Assert.Equal("logs/0001", rejected.Logs);
        Assert.Equal($"attempt 1 did not count, and the trial was retried: {Late}", Assert.Single(result.Notes));
    }

    [Fact]
    public async Task The_third_attempt_is_the_last_and_its_trial_invalid()
    {
        var result = await RunAsync(Over(link: [Late]), Over(link: [Late]), Over(link: [Late]));

        Assert.Equal(TrialStatus.Invalid, result.Status);
        Assert.Equal([Late], result.Reasons);
        Assert.Equal(2, result.RejectedAttempts.Count);
    }

    [Fact]
    public async Task A_fault_of_the_trial_itself_is_never_measured_again()
    {
        var saturated = Over(link: [Late], "saturated: it achieved 969 of 1000 offered exchanges/s");
        var failed = Over(link: [Late]) with { Status = TrialStatus.Failed };

        Assert.Empty((await RunAsync(saturated)).RejectedAttempts);
        Assert.Empty((await RunAsync(failed)).RejectedAttempts);
    }

    [Fact]
    public async Task An_attempt_that_fails_keeps_what_was_rejected_before_it()
    {
        var result = await RunAsync(
            Over(link: [Late]), Over(link: []) with { Status = TrialStatus.Failed, Reasons = ["the link process has gone"] });

        Assert.Equal(TrialStatus.Failed, result.Status);
        Assert.Equal(["the link process has gone"], result.Reasons);
        Assert.Single(result.RejectedAttempts);
    }

    [Fact]
    public void Rejected_attempts_are_read_back_and_lines_of_older_runs_have_none()
    {
        using var folder = new TemporaryFolder();
        var run = SyntheticRuns.Links();
        var trials = RunFolder.Create(folder.Path, run with { Trials = [] });
        trials.Append(
            run.Trials[0] with { RejectedAttempts = [new RejectedAttempt { Seconds = 4.5, Reasons = [Late], Logs = "logs/0001" }] });
        var line = File.ReadAllText(trials.InFolder(RunFolder.TrialsFile));
        var from = line.IndexOf("\"rejectedAttempts\"", StringComparison.Ordinal);
        var older = line.Remove(
            from, line.IndexOf("],", line.IndexOf("\"logs\"", from, StringComparison.Ordinal), StringComparison.Ordinal) + 2 - from);

        Assert.Equal(4.5, Assert.Single(Assert.Single(trials.Read().Trials).RejectedAttempts).Seconds);
        File.WriteAllText(trials.InFolder(RunFolder.TrialsFile), older);
        Assert.Empty(Assert.Single(trials.Read().Trials).RejectedAttempts);
    }

    // One attempt more than given would fail.
    private static Task<TrialResult> RunAsync(params TrialResult[] attempts) =>
        LinkAttempts.RunAsync(number => Task.FromResult(attempts[number - 1]));

    private static TrialResult Over(IReadOnlyList<string> link, params string[] own) => TrialChecks.AddLink(
        new TrialResult
        {
            Number = 1,
            CellId = "download/tcp/lan/closed-1",
            Repetition = 1,
            Status = own.Length == 0 ? TrialStatus.Succeeded : TrialStatus.Invalid,
            Reasons = own,
            Started = DateTimeOffset.UnixEpoch,
            Seconds = 3,
        },
        SyntheticLink.EvidenceOf("lan", trial: 1)! with { Objections = link });
}
