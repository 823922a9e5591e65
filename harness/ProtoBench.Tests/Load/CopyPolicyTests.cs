using ProtoBench.Contract;
using ProtoBench.Load.Workloads;
using ProtoBench.Load.Workloads.Copies;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Protocols;
using ProtoBench.Reading.Scenarios;
using ProtoBench.Tests.Plans;
using ProtoBench.Tests.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Load;

/// <summary>What retries and hedges are, without anything that moves.</summary>
public sealed class CopyPolicyTests
{
    private static readonly ScenarioVocabulary Vocabulary =
        new(StubProtocol.Catalog, ["loopback"]) { Workloads = WorkloadCatalog.All };

    [Fact]
    public void An_exchange_ends_once_and_nothing_of_an_earlier_one_changes_it()
    {
        var state = 0L;
        CopyState.Begin(ref state, 7);
        Assert.True(CopyState.Waits(ref state, 7, sent: 1));
        Assert.False(CopyState.TrySend(ref state, 7, sent: 2));
        Assert.True(CopyState.TrySend(ref state, 7, sent: 1));
        Assert.False(CopyState.TrySend(ref state, 7, sent: 1));
        Assert.False(CopyState.TryEnd(ref state, 6));
        Assert.True(CopyState.TryEnd(ref state, 7));
        Assert.False(CopyState.TryEnd(ref state, 7));
        Assert.False(CopyState.TrySend(ref state, 7, sent: 2));
        Assert.Equal(CopyLoss.Over, CopyState.Lose(ref state, 7, most: 3, out _));
        CopyState.Begin(ref state, 8);
        Assert.Equal(CopyLoss.Over, CopyState.Lose(ref state, 7, most: 3, out _));
        Assert.True(CopyState.Waits(ref state, 8, sent: 1));
    }

    [Fact]
    public void An_exchange_fails_when_its_last_copy_has_failed()
    {
        var state = 0L;
        CopyState.Begin(ref state, 1);
        Assert.True(CopyState.TrySend(ref state, 1, sent: 1));
        Assert.Equal(CopyLoss.OthersWait, CopyState.Lose(ref state, 1, most: 3, out _));
        Assert.Equal(CopyLoss.SendNext, CopyState.Lose(ref state, 1, most: 3, out var sent));
        Assert.Equal(2, sent);
        Assert.Equal(CopyLoss.Failed, CopyState.Lose(ref state, 1, most: 3, out _));
        Assert.False(CopyState.TryEnd(ref state, 1));
    }

    [Fact]
    public void The_wait_is_a_time_that_backs_off_or_a_percentile_of_late()
    {
        var fixedWait = new CopyWaits(new CopyPolicy { After = TimeSpan.FromMilliseconds(50), Most = 3, Backoff = 2 });
        Assert.Equal([50_000_000, 100_000_000, 200_000_000], new[] { fixedWait.Of(0), fixedWait.Of(1), fixedWait.Of(2) });

        var learned = new CopyWaits(new CopyPolicy { Hedges = true, AfterQuantile = 0.95 });
        Assert.Equal(CopyWaits.Never, learned.Of(0));
        for (var i = 1; i <= 99; i++)
        {
            learned.Learn(i);
        }

        learned.Refresh();
        Assert.Equal(CopyWaits.Never, learned.Of(0));
        learned.Learn(100);
        learned.Refresh();
        Assert.Equal(95, learned.Of(0));
        for (var i = 0; i < 2_000; i++)
        {
            learned.Learn(7);
        }

        learned.Refresh();
        Assert.Equal(7, learned.Of(0));
    }

    /// <summary>
    /// 10,000 exchanges of which 200 lost the first request, and 4 of these the second too: p = 204/10,200, p² = 0.04 %.
    /// </summary>
    [Fact]
    public void Independent_losses_predict_how_many_fail_after_all()
    {
        var counts = new CopyCounts(10_000, 10_200, 9_800, 196, 0, Failed: 4, Wasted: 0, Unanswered: 204);
        var policy = new CopyPolicy { After = TimeSpan.FromMilliseconds(50) };
        var figures = CopyFigures.Of(counts, policy, 50_000_000, late: 0, connections: 0);
        Assert.Equal(
            (1.02, 0.98, 0.0196, 0.0004, 0.0004, 0, 50_000),
            (figures["copies-per-exchange"], figures["copies-by-first"], figures["copies-by-second"], figures["copies-failed"],
                Math.Round(figures["copies-predicted-failed"], 9), figures["copies-wasted"], figures["copies-wait"]));
        Assert.Equal(
            ["98 % of the exchanges were answered by the first request, 1.96 % by the second, 0.04 % failed after all; "
                + "the server had 2 % more requests"],
            CopyFigures.Notes(figures));
        Assert.Equal((0.02, 10_000), (figures["copies-unanswered"], figures["copies-exchanges"]));

        // Of a stream nobody knows whether a request that was given up would have been answered.
        Assert.DoesNotContain("copies-wasted", CopyFigures.Of(counts, policy, 50_000_000, late: null, connections: 0).Keys);
        Assert.Equal(0.0002, CopyFigures.Of(
            counts with { Wasted = 2 }, policy with { Hedges = true }, 50_000_000, late: null, connections: 0)["copies-wasted"]);
        Assert.Empty(CopyFigures.Of(default, policy, null, null, 0));
    }

    [Fact]
    public void What_is_sent_once_has_no_figures_of_further_requests()
    {
        var figures = CopyFigures.Of(
            new CopyCounts(100, 100, 98, 0, 0, 2, 0, 2), new CopyPolicy { Most = 0 }, wait: null, late: 0, connections: 0);
        Assert.Equal(
            ["copies-by-first", "copies-exchanges", "copies-failed", "copies-per-exchange", "copies-predicted-failed", "copies-unanswered"],
            figures.Keys.Order());
        Assert.Equal(0.02, figures["copies-predicted-failed"], 9);
        Assert.Empty(CopyFigures.Notes(figures));
    }

    [Fact]
    public void Both_policies_are_read()
    {
        Assert.Null(Only("w: { kind: copies }").Copies);
        Assert.Equal(
            new CopyPolicy { After = TimeSpan.FromMilliseconds(50), Most = 2, Backoff = 2 },
            Only("w: { kind: copies, resend: { after: 50 ms, times: 2, backoff: 2 } }").Copies);
        Assert.Equal(
            new CopyPolicy { Hedges = true, AfterQuantile = 0.95 }, Only("w: { kind: copies, hedge: { after: p95 } }").Copies);
        Assert.Equal(
            new CopyPolicy { Hedges = true, After = TimeSpan.FromMilliseconds(20), Most = 2 },
            Only("w: { kind: copies, hedge: { after: 20 ms, most: 2 } }").Copies);
        Assert.Equal(new CopyPolicy { Idempotent = false }, Only("w: { kind: copies, resend: { idempotent: false } }").Copies);
        var served = Only("w: { kind: copies, duplicates: suppress, remember: 10, server-resets: 2 % }");
        Assert.Equal((DuplicateRule.Suppress, 10, 0.02), (served.Duplicates, served.Remembered, served.ServerResets));
    }

    [Theory]
    [InlineData("w: { kind: copies, resend: {} }", "a retry needs 'after'")]
    [InlineData("w: { kind: copies, resend: { after: p95 } }", "'after' must be a duration such as 3 s, not 'p95'")]
    [InlineData("w: { kind: copies, hedge: { after: p96 } }", "'after' cannot be 'p96'")]
    [InlineData("w: { kind: copies, hedge: { after: 1 us } }", "'after' must be 100 us to 60 s, not 1 us")]
    [InlineData("w: { kind: copies, resend: { after: 1 s, times: 6 } }", "'times' must be a whole number from 1 to 5, not 6")]
    [InlineData(
        "w: { kind: copies, resend: { after: 1 s }, hedge: { after: 1 s } }", "'hedge' and 'resend' are two answers to the same wait")]
    [InlineData(
        "w: { kind: copies, resend: { after: 1 s, idempotent: false } }",
        "'after' has no meaning with idempotent: false: the time without an answer does not tell that nothing was done")]
    [InlineData("w: { kind: copies, request: 15 B, duplicates: count }", "an id takes 16 B of the request, which has 15 B")]
    [InlineData("w: { kind: copies, duplicates: count, remember: 10 }", "a server that carries everything out remembers nothing")]
    [InlineData("w: { kind: copies, remember: 10 }", "'remember' has no meaning without 'duplicates'")]
    [InlineData("w: { kind: copies, server-resets: 60 % }", "'server-resets' must be 0.001 % to 50 %, not 60 %")]
    [InlineData("w: { resend: { after: 1 s } }", "'resend' has no meaning in a workload of kind exchange")]
    public void What_is_wrong_is_told_in_a_sentence(string workload, string message) =>
        Assert.Equal(message, Assert.Single(Parse(workload).Errors).Message);

    [Theory]
    [InlineData("tcp", IoMode.Async, null)]
    [InlineData("udp", IoMode.Async, null)]
    [InlineData(
        "udp",
        IoMode.Blocking,
        "the thread of a blocking exchange of udp waits for its answer, and sends nothing meanwhile; use io: async")]
    public void Threads_that_wait_send_nothing(string protocol, IoMode io, string? reason)
    {
        var scenario = PlanCase.Scenario([new Workload { Name = "w", Kind = "copies" }], [PlanCase.Closed(1)], protocol);
        scenario = scenario with { Arms = [scenario.Arms[0] with { Io = io }] };
        Assert.Equal(reason, Assert.Single(PlanBuilder.Build(scenario, ProtocolCatalog.All, WorkloadCatalog.All).Cells).NotApplicable);
    }

    [Theory]
    [InlineData("resend: { after: 50 ms, times: 3, backoff: 2 }",
        "64 B request, 64 B response, given up after 50 ms and sent again, up to 3 times, each time after 2 times as long")]
    [InlineData("resend: { idempotent: false, times: 2 }",
        "64 B request, 64 B response, sent again only if it is certain that it was not begun, up to 2 times")]
    [InlineData("duplicates: suppress, remember: 1000, server-resets: 1 %",
        "64 B request, 64 B response, sent once, duplicates among the last 1,000 suppressed; the server resets the connection of 1 % of "
            + "the requests")]
    [InlineData("hedge: { after: p95 }", "64 B request, 64 B response, and after p95 another request beside it")]
    public void A_policy_is_described(string policy, string description)
    {
        var workload = Only($"w: {{ kind: copies, {policy} }}");
        Assert.Equal(description, WorkloadCatalog.Of(workload.Kind).Describe(workload));
    }

    private static Workload Only(string workload) => Assert.Single(Read.Scenario(Parse(workload)).Workloads);

    private static ScenarioReading Parse(string workload) => ScenarioFile.Parse(
        $"title: Which?\nprotocols: [tcp]\nworkloads: {{ {workload} }}\n", "case.yaml", new ScenarioOverrides(), Vocabulary);
}
