using ProtoBench.Load.Loops;
using ProtoBench.Tests.Trials.Holding;
using Xunit;

namespace ProtoBench.Tests.Load;

[Trait(Lane.Name, Lane.Waiting)]
public sealed class CompilerWatchTests : IDisposable
{
    private const long Millisecond = 1_000_000;
    private static readonly TimeSpan Left = TimeSpan.FromMinutes(1);

    private readonly CompilerWatch _watch;
    private long _now = Millisecond;
    private long _ticks;
    private int _looks;

    public CompilerWatchTests() => _watch = new CompilerWatch(Look, () => Interlocked.Read(ref _now));

    public void Dispose() => _watch.Dispose();

    [Fact]
    public void The_first_question_cannot_be_answered_with_yes() => Assert.False(_watch.IsQuiet(Left));

    [Fact]
    public void A_compiler_that_did_little_for_a_fifth_of_a_second_is_quiet()
    {
        _watch.IsQuiet(Left);
        Pass(200, ticks: CompilerWatch.MostTicksWhenQuiet);

        Assert.True(_watch.IsQuiet(Left));
    }

    [Fact]
    public void A_compiler_that_worked_within_the_last_fifth_of_a_second_is_not()
    {
        _watch.IsQuiet(Left);
        Pass(1000, ticks: 0);
        _watch.IsQuiet(TimeSpan.Zero);
        _watch.IsQuiet(Left);
        Pass(100, ticks: CompilerWatch.MostTicksWhenQuiet + 1);

        Assert.False(_watch.IsQuiet(Left));
    }

    [Fact]
    public void Work_of_longer_ago_does_not_count()
    {
        _watch.IsQuiet(Left);
        Pass(100, ticks: 50);
        Assert.False(_watch.IsQuiet(Left));
        Pass(200, ticks: 0);

        Assert.True(_watch.IsQuiet(Left));
    }

    [Fact]
    public async Task It_looks_by_itself_between_questions_and_no_more_once_it_was_quiet()
    {
        _watch.IsQuiet(Left);
        await Until.Async(() => Volatile.Read(ref _looks) > 3);
        Pass(200, ticks: 0);
        Assert.True(_watch.IsQuiet(Left));

        await EndsLookingAsync();
    }

    [Fact]
    public async Task It_stops_looking_when_the_warm_up_is_over()
    {
        _watch.IsQuiet(Left);
        Pass(120_000, ticks: 1000);

        await EndsLookingAsync();
    }

    // As long as a watch runs, looks come by themselves.
    private async Task EndsLookingAsync()
    {
        for (var (before, times) = (-1, 0); before != Volatile.Read(ref _looks); times++)
        {
            Assert.True(times < 100, "it never stopped looking");
            before = Volatile.Read(ref _looks);
            await Task.Delay(4 * CompilerWatch.Interval);
        }
    }

    private long Look()
    {
        Interlocked.Increment(ref _looks);
        return Interlocked.Read(ref _ticks);
    }

    private void Pass(int milliseconds, long ticks)
    {
        Interlocked.Add(ref _ticks, ticks);
        Interlocked.Add(ref _now, milliseconds * Millisecond);
    }
}
