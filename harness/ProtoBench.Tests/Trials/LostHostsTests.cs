using ProtoBench.Machine;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Reports;
using ProtoBench.Trials;
using Xunit;

namespace ProtoBench.Tests.Trials;

/// <summary>What a run does about hosts that are out of reach, without hosts and without waiting.</summary>
public sealed class LostHostsTests
{
    private readonly List<double> _waited = [];

    [Fact]
    public async Task A_host_that_does_not_come_back_is_waited_for_half_a_minute_and_then_the_run_ends_with_the_reason()
    {
        var hosts = Hosts(new ScriptedLauncher(failures: 100));

        Assert.False(await hosts.IsReadyAsync(CancellationToken.None));

        Assert.Equal([1, 5, 20], _waited);
        Assert.Equal("perf2 cannot be reached", hosts.Lost);
    }

    [Theory]
    [InlineData(0, new double[0])]
    [InlineData(1, new double[] { 1 })]
    [InlineData(3, new double[] { 1, 5, 20 })]
    public async Task A_host_that_comes_back_in_time_costs_no_more_than_that(int failures, double[] waited)
    {
        var hosts = Hosts(new ScriptedLauncher(failures));

        Assert.True(await hosts.IsReadyAsync(CancellationToken.None));

        Assert.Equal(waited, _waited);
        Assert.Null(hosts.Lost);
    }

    [Fact]
    public async Task Where_another_client_remains_the_run_goes_on_without_and_waits_once_only()
    {
        var launcher = new ScriptedLauncher(failures: 100) { Remaining = true };
        var hosts = Hosts(launcher);
        var trial = SyntheticRuns.Quick().Trials[0];

        Assert.True(await hosts.IsReadyAsync(CancellationToken.None));
        Assert.True(await hosts.IsReadyAsync(CancellationToken.None));
        var marked = hosts.Mark(trial);

        Assert.Equal([1, 5, 20], _waited);
        Assert.Equal(TrialStatus.Invalid, marked.Status);
        Assert.Equal(["perf2"], marked.Without!);
        Assert.StartsWith("it ran without perf2, which was out of reach", Assert.Single(marked.Reasons), StringComparison.Ordinal);
        Assert.Equal(
            "perf2 was out of reach, and 1 of 2 trials ran without it and do not count", LostHosts.WhyIncomplete([trial, marked]));

        launcher.Back();
        Assert.True(await hosts.IsReadyAsync(CancellationToken.None));
        Assert.Same(trial, hosts.Mark(trial));
        Assert.Null(LostHosts.WhyIncomplete([trial]));
    }

    [Fact]
    public async Task A_search_for_a_rate_goes_on_without_no_host()
    {
        var hosts = new LostHosts(new ScriptedLauncher(failures: 100) { Remaining = true }, mayLeaveOut: false) { Wait = WaitAsync };

        Assert.False(await hosts.IsReadyAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Who_interrupts_the_waiting_ends_it()
    {
        using var interrupt = new CancellationTokenSource();
        var hosts = new LostHosts(new ScriptedLauncher(failures: 100), mayLeaveOut: true)
        {
            Wait = async (_, token) =>
            {
                await interrupt.CancelAsync();
                token.ThrowIfCancellationRequested();
            },
        };

        Assert.False(await hosts.IsReadyAsync(interrupt.Token));
        Assert.Null(hosts.Lost);
    }

    [Fact]
    public void A_trial_that_was_run_again_is_read_once_as_it_was_asked_for()
    {
        using var folder = new TemporaryFolder();
        var run = SyntheticRuns.Quick();
        var path = folder.File("run");
        var stored = RunFolder.Create(path, run with { Trials = [] });
        var lacking = run.Trials.Take(2).Select(trial => trial with { Status = TrialStatus.Invalid, Without = ["perf2"] }).ToList();
        lacking.ForEach(stored.Append);
        stored.Append(run.Trials[0]);

        var read = RunFolder.Open(path).Read().Trials;

        Assert.Equal([(lacking[1].Number, "perf2"), (run.Trials[0].Number, null)], read.Select(trial => (trial.Number, trial.Without?[0])));
    }

    private LostHosts Hosts(ScriptedLauncher launcher) => new(launcher, mayLeaveOut: true) { Wait = WaitAsync };

    private Task WaitAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        _waited.Add(time.TotalSeconds);
        return Task.CompletedTask;
    }

    /// <summary>A launcher whose host perf2 is out of reach so many times.</summary>
    private sealed class ScriptedLauncher(int failures) : ILauncher
    {
        private int _left = failures;

        /// <summary>Is there another client's host?</summary>
        public bool Remaining { get; init; }

        public bool IsLocal => false;

        public Place Server { get; } = new("perf1");

        public Place Client { get; } = new("perf2");

        public IReadOnlyList<string> Without { get; private set; } = [];

        public void Back() => _left = 0;

        public Task ReadyAsync(string? executable, CancellationToken cancellationToken) =>
            _left-- > 0 ? throw new TrialFailedException("perf2 cannot be reached") : Task.CompletedTask;

        public Task<bool> LeaveOutLostAsync(CancellationToken cancellationToken)
        {
            Without = Remaining && _left > 0 ? ["perf2"] : [];
            return Task.FromResult(Remaining);
        }

        public ProcessorSplit Processors(Pinning pinning) => new(null, null);

        public Launch Launch(Place place, ChildCommand command) => throw new InvalidOperationException("starts nothing");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
