using ProtoBench.Model.Measurements;
using ProtoBench.Trials;
using Xunit;

namespace ProtoBench.Tests.Trials;

/// <summary>Which look at a path serves as the one before a trial.</summary>
public sealed class LastLooksTests : IDisposable
{
    private const long Second = 1_000_000_000;

    private static readonly PathLook First = new(120, 90, 300, 30, 0, 1.2e9, 1.1e9, 1500, LargestPasses: true);
    private static readonly PathLook Later = First with { RoundTripMicroseconds = 130 };

    private readonly LastLooks _looks = new();

    [Fact]
    public void The_look_behind_one_trial_is_that_before_the_next()
    {
        _looks.Begin();
        Assert.Null(_looks.Before("h2", "h1", now: 0));
        _looks.SawBefore("h2", "h1", First, now: 0);
        _looks.SawBehind("h2", "h1", Later, now: 3 * Second);

        _looks.Begin();

        Assert.Equal((Later, 0.5), _looks.Before("h2", "h1", now: (3 * Second) + (Second / 2)));
        Assert.Null(_looks.Before("h3", "h1", now: 3 * Second));
    }

    [Fact]
    public void Load_between_a_look_and_a_trial_makes_one_look_anew()
    {
        _looks.Begin();
        _looks.SawBefore("h2", "h1", First, now: 0);

        // It failed, and nobody looked behind it.
        _looks.Begin();

        Assert.Null(_looks.Before("h2", "h1", now: Second));
    }

    [Fact]
    public void Sides_that_are_driven_in_turns_begin_with_one_look()
    {
        _looks.Begin();
        _looks.SawBefore("h2", "h1", First, now: Second);

        Assert.Equal((First, 1), _looks.Before("h2", "h1", now: 2 * Second));

        // What one of them sees behind its last turn is not from before the others' first.
        _looks.SawBehind("h2", "h1", Later, now: 3 * Second);
        Assert.Equal((First, 3), _looks.Before("h2", "h1", now: 4 * Second));
    }

    [Fact]
    public void An_old_look_says_nothing_any_more()
    {
        _looks.Begin();
        _looks.SawBehind("h2", "h1", First, now: 0);
        _looks.Begin();
        var longest = (long)LastLooks.Longest.TotalNanoseconds;

        Assert.NotNull(_looks.Before("h2", "h1", now: longest));
        Assert.Null(_looks.Before("h2", "h1", now: longest + 1));
    }

    public void Dispose() => _looks.Dispose();
}
