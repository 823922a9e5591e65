using ProtoBench.Trials;
using Xunit;

namespace ProtoBench.Tests.Trials.Life;

/// <summary>Which late answer of a host is a silence, in numbers.</summary>
public sealed class AnswerWatchTests
{
    private readonly AnswerWatch _watch = new();

    [Theory]
    [InlineData(0, null)]
    [InlineData(2, null)]
    [InlineData(10, null)]
    [InlineData(11, 2.75)]
    [InlineData(20, 5.0)]
    public void An_answer_that_comes_after_more_than_two_and_a_half_seconds_ends_a_silence_of_that_length(int looks, double? seconds)
    {
        _watch.Measure(true);
        _watch.Asked();
        Look(looks);

        Assert.Null(_watch.Silence);
        _watch.Heard();

        Assert.Equal(seconds, _watch.Silence?.TotalSeconds);
    }

    // Paused 0.5 s after an answer and for 5 s: the sign that comes 1.5 s into the pause waits 3.5 s for its answer; others wait behind.
    [Fact]
    public void The_oldest_sign_without_an_answer_counts_and_the_answers_to_those_behind_it_do_not()
    {
        _watch.Measure(true);
        _watch.Asked();
        Look(8);
        _watch.Asked();
        Look(6);
        _watch.Heard();
        _watch.Heard();
        Look(100);
        _watch.Heard();

        Assert.Equal(3.5, _watch.Silence?.TotalSeconds);
    }

    // Each look of a parent that was stopped for a minute counts as one, so three of them are no silence of the child's.
    [Fact]
    public void A_parent_that_is_stopped_itself_hears_no_silence()
    {
        _watch.Measure(true);
        _watch.Asked();
        foreach (var seconds in new[] { 0.25, 60, 0.3 })
        {
            _watch.Looked(TimeSpan.FromSeconds(seconds));
        }

        _watch.Heard();

        Assert.Null(_watch.Silence);
    }

    [Fact]
    public void Only_while_it_is_measured_is_a_child_judged()
    {
        _watch.Asked();
        Look(20);
        _watch.Measure(true);
        _watch.Heard();
        _watch.Asked();
        Look(20);
        _watch.Measure(false);
        _watch.Heard();

        Assert.Null(_watch.Silence);
    }

    private void Look(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _watch.Looked(AnswerWatch.Look);
        }
    }
}
