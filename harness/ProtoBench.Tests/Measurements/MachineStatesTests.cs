using ProtoBench.Model.Measurements;
using Xunit;

namespace ProtoBench.Tests.Measurements;

public sealed class MachineStatesTests
{
    private static readonly MachineState Two = new() { Processors = 2 };

    [Fact]
    public void What_others_used_is_what_was_used_less_our_own_share()
    {
        // Two processors for two seconds: 3.2 s used, 2 of them by us; 0.4 s stolen.
        var state = MachineStates.Between([new(0, 100, 10, 5, 3000), new(2_000_000_000, 103.2, 10.4, 7, 2000)], 0, 2_000_000_000, Two);

        Assert.Equal((0.3, 0.1, 2500), (state.OtherShare, state.StolenShare, state.Megahertz));
    }

    [Fact]
    public void Totals_are_read_between_samples_and_only_inside_the_window()
    {
        // All of the others' work was done in the first second.
        MachineSample[] samples = [new(0, 0, 0, 0, null), new(1_000_000_000, 2, 0, 0, null), new(3_000_000_000, 4, 0, 2, null)];

        Assert.Equal(0, MachineStates.Between(samples, 1_000_000_000, 3_000_000_000, Two).OtherShare);
        Assert.Equal(1, MachineStates.Between(samples, 0, 500_000_000, Two).OtherShare);
    }

    [Fact]
    public void Where_the_kernel_says_nothing_or_the_window_is_too_short_nothing_is_claimed()
    {
        Assert.Null(MachineStates.Between([new(0, 0, 0, 1, null), new(2_000_000_000, 0, 0, 2, null)], 0, 2_000_000_000, Two).OtherShare);
        Assert.Null(MachineStates.Between([new(0, 1, 0, 1, null), new(100_000_000, 2, 0, 2, null)], 0, 100_000_000, Two).OtherShare);
        Assert.Null(
            MachineStates.Between([new(500_000_000, 1, 0, 1, null), new(2_000_000_000, 2, 0, 2, null)], 0, 2_000_000_000, Two).OtherShare);
        Assert.Null(MachineText.Busy(null, []));
    }

    [Theory]
    [InlineData(6.2, 0.8, 0.0, true)]
    [InlineData(6.2, null, null, true)]
    [InlineData(6.2, 0.01, 0.0, false)]
    [InlineData(0.1, 0.4, 0.0, true)]
    [InlineData(0.1, 0.01, 0.14, true)]
    [InlineData(0.9, 0.09, 0.01, false)]
    public void A_machine_is_busy_when_others_load_it_now_and_not_when_a_run_has_just_ended(
        double load, double? other, double? stolen, bool busy) =>
        Assert.Equal(busy, MachineStates.IsBusyBefore(Two with { LoadAverage = load, OtherShare = other, StolenShare = stolen }));

    [Fact]
    public void That_it_was_busy_is_one_sentence_with_load_and_stolen_time()
    {
        var trials = Enumerable.Repeat(Two with { OtherShare = 0.02, StolenShare = 0.001 }, 37)
            .Concat(Enumerable.Repeat(Two with { OtherShare = 0.02, StolenShare = 0.14 }, 3)).ToList();

        Assert.Equal(
            "The machine was busy: load 6.2 on 2 processors before the run; up to 14 % of processor time was stolen in 3 of 40 trials.",
            MachineText.Busy(Two with { LoadAverage = 6.2, OtherShare = 0.9 }, trials));
        Assert.Null(MachineText.Busy(Two with { LoadAverage = 0.2, OtherShare = 0 }, [.. trials.Take(37)]));
    }

    [Fact]
    public void Frequencies_that_differ_from_trial_to_trial_are_said()
    {
        Assert.Equal(
            "The processors ran at 1800 to 3400 MHz, depending on the trial, and figures vary with them.",
            MachineText.Frequency([Two with { Megahertz = 3400 }, Two with { Megahertz = 1800 }]));
        Assert.Null(MachineText.Frequency([Two with { Megahertz = 3400 }, Two with { Megahertz = 3300 }]));
    }
}
