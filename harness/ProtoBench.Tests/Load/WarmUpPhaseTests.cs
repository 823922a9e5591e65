using ProtoBench.Load.Loops;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Trials.Holding;
using Xunit;

namespace ProtoBench.Tests.Load;

/// <summary>A load that is as steady as can be, so that only the server's compiler decides.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class WarmUpPhaseTests
{
    private readonly FakeCompiler _server = new();
    private long _windows;

    [Fact]
    public async Task A_steady_load_goes_on_until_the_servers_compiler_is_quiet()
    {
        var warmUp = RunAsync(TimeSpan.FromMinutes(1));
        await _server.AnswerAsync(false);
        await _server.AnswerAsync(false);
        await _server.AnswerAsync(false);
        Assert.False(warmUp.IsCompleted);
        await _server.AnswerAsync(true);

        Assert.True((await warmUp.WaitAsync(Until.Limit)).Steady);
        Assert.Equal(4, _server.Questions);
    }

    [Fact]
    public async Task A_compiler_that_does_not_become_quiet_is_waited_for_no_longer_than_the_scenario_says()
    {
        var warmUp = RunAsync(TimeSpan.FromMilliseconds(400));
        while (!warmUp.IsCompleted)
        {
            _server.TryAnswer(false);
            await Task.Delay(1);
        }

        Assert.False((await warmUp).Steady);
    }

    [Fact]
    public async Task No_answer_is_on_its_way_any_more_when_the_window_opens()
    {
        var warmUp = RunAsync(TimeSpan.FromMilliseconds(1));
        await Until.Async(() => Interlocked.Read(ref _windows) > 1);
        Assert.False(warmUp.IsCompleted);
        await _server.AnswerAsync(false);

        Assert.False((await warmUp.WaitAsync(Until.Limit)).Steady);
        Assert.Equal(1, _server.Questions);
    }

    [Fact]
    public async Task An_answer_from_before_the_load_was_steady_does_not_count()
    {
        // The first question only starts the watching.
        _server.AnswersFirstAtOnce = true;
        var warmUp = RunAsync(TimeSpan.FromMinutes(1));
        await Until.Async(() => _server.Questions == 2);
        Assert.False(warmUp.IsCompleted);
        await _server.AnswerAsync(true);

        Assert.True((await warmUp.WaitAsync(Until.Limit)).Steady);
    }

    [Theory]
    [InlineData(1000, 8)]
    [InlineData(100, 16)]
    public async Task A_load_of_few_exchanges_is_watched_in_wider_windows(int exchanges, int windows)
    {
        _server.AnswersFirstAtOnce = true;
        var seen = 0L;
        _server.Asked = questions => seen = questions == 2 ? Interlocked.Read(ref _windows) : seen;
        var warmUp = RunAsync(TimeSpan.FromMinutes(1), exchanges);
        await _server.AnswerAsync(true);

        Assert.True((await warmUp.WaitAsync(Until.Limit)).Steady);
        Assert.Equal(windows, seen - 1);
    }

    private Task<WarmUpOutcome> RunAsync(TimeSpan maximum, int exchanges = 1000) => WarmUpPhase.RunAsync(
        () => Progress(exchanges * Interlocked.Increment(ref _windows)),
        new WarmUp { Minimum = TimeSpan.Zero, Maximum = maximum },
        _server,
        CancellationToken.None,
        methods: () => 0,
        clock: () => 25_000_000 * Interlocked.Read(ref _windows));

    private static LoadProgress Progress(long exchanges) => new(exchanges, exchanges);

    private sealed class FakeCompiler : IServerCompiler
    {
        private readonly Lock _lock = new();
        private TaskCompletionSource<bool>? _asked;
        private int _questions;

        public bool AnswersFirstAtOnce { get; set; }

        public Action<int>? Asked { get; set; }

        public int Questions => Volatile.Read(ref _questions);

        public Task<bool> IsQuietAsync(TimeSpan left, CancellationToken cancellationToken)
        {
            lock (_lock)
            {
                Assert.Null(_asked);
                _asked = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
                _questions++;
                Asked?.Invoke(_questions);
                if (AnswersFirstAtOnce && _questions == 1)
                {
                    _asked = null;
                    return Task.FromResult(true);
                }

                return _asked.Task;
            }
        }

        public async Task AnswerAsync(bool quiet) => await Until.Async(() => TryAnswer(quiet));

        public bool TryAnswer(bool quiet)
        {
            lock (_lock)
            {
                var asked = _asked;
                _asked = null;
                asked?.SetResult(quiet);
                return asked is not null;
            }
        }
    }
}
