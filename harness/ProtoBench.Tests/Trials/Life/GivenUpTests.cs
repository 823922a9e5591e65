using System.Diagnostics;
using ProtoBench.Machine;
using ProtoBench.Model.Scenarios;
using ProtoBench.Trials;
using Xunit;

namespace ProtoBench.Tests.Trials.Life;

/// <summary>Sides whose host is out of reach: what leads to them here is not waited for.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class GivenUpTests
{
    // A sign of life, and then never one again; it ends neither with its input nor when it is told to.
    private const string Mute = "echo; trap '' TERM; while :; do sleep 0.2; done";

    // Answers the second sign four seconds late, as who was paused does: between the 2.5 s that are no standing still and the 8 s of who is
    // out of reach, for a machine that stands still itself.
    private const string Late = "echo; sleep 6; echo; while :; do sleep 0.2; done";

    // What leads to a side that has not spoken yet is not found out of reach by itself.
    private const string Silent = "while :; do sleep 0.2; done";

    [Fact]
    public async Task A_side_on_a_host_that_another_has_found_out_of_reach_is_ended_at_once()
    {
        using var folder = new TemporaryFolder();
        await using var lost = Start(folder, "perf1", Mute);
        await using var beside = Start(folder, "perf1", Silent);
        await using var elsewhere = Start(folder, "perf2", Silent);
        ChildProcess[] sides = [lost, beside, elsewhere];

        beside.GiveUpWith(sides);
        var reason = await lost.WaitForEndAsync(CancellationToken.None).WaitAsync(Patience.LongLimit);
        Assert.Equal("is out of reach: nothing was heard of it for 8 s", reason);
        Assert.All([beside, elsewhere], side => Assert.True(IsAlive(side)));
        Array.ForEach(sides, side => side.GiveUpWith(sides));

        var ended = await beside.WaitForEndAsync(CancellationToken.None).WaitAsync(Patience.Limit);
        Assert.Contains("signal 9", ended, StringComparison.Ordinal);
        Assert.True(IsAlive(elsewhere));
        elsewhere.Kill();
    }

    [Fact]
    public async Task A_side_beside_one_that_only_stood_still_is_asked_to_end()
    {
        using var folder = new TemporaryFolder();
        await using var stopped = Start(folder, "perf1", Late);
        await using var beside = Start(folder, "perf1", Silent);
        stopped.Measure(true);
        var reason = await stopped.WaitForEndAsync(CancellationToken.None).WaitAsync(Patience.LongLimit);
        Assert.StartsWith("stood still: perf1 was silent for ", reason, StringComparison.Ordinal);

        beside.GiveUpWith([stopped, beside]);

        Assert.True(IsAlive(beside));
        beside.Kill();
    }

    private static ChildProcess Start(TemporaryFolder folder, string host, string script) => ChildProcess.Start(
        new Shell(script),
        new Place(host),
        new ChildCommand("drive", new RuntimeSettings(), Processors: null, Enter: [], TimeSpan.FromMinutes(1)),
        folder.File($"{Guid.NewGuid():N}.log"),
        beats: true);

    private static bool IsAlive(ChildProcess side) => Directory.Exists($"/proc/{side.ProcessId}");

    /// <summary>Starts a shell script where a side would be.</summary>
    private sealed class Shell(string script) : ILauncher
    {
        public bool IsLocal => false;

        public Place Server { get; } = new("perf1");

        public Place Client => Server;

        public Task ReadyAsync(string? executable, CancellationToken cancellationToken) => Task.CompletedTask;

        public ProcessorSplit Processors(Pinning pinning) => new(null, null);

        public Launch Launch(Place place, ChildCommand command) =>
            new(new ProcessStartInfo("sh", ["-c", script]), ProcessEnd.Describe);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
