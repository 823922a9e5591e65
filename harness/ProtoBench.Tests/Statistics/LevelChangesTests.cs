using ProtoBench.Analysis.History;
using ProtoBench.Model.Randomness;
using ProtoBench.Model.Statistics;
using Xunit;

namespace ProtoBench.Tests.Statistics;

public sealed class LevelChangesTests
{
    // Flow of the Nile at Aswan in 10^8 m³, 1871 to 1970 (Cobb, "The problem of the Nile", 1978): the level fell with the year 1899.
    private static readonly double[] Nile =
    [
        1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140, 1100, 1210,
        1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969, 831, 726, 456, 824, 702, 1120,
        1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649,
        846, 812, 742, 801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746,
        919, 718, 714, 740,
    ];

    [Fact]
    public void The_Nile_fell_in_1899_as_everybody_else_finds()
    {
        var change = Assert.Single(LevelChanges.Of(Nile).Changes);

        Assert.Equal(1899 - 1871, change.Index);
        Assert.InRange(change.Ratio, 0.72, 0.82);
        Assert.Equal(0.0001, change.PValue);
    }

    [Fact]
    public void Several_changes_are_found_each_in_its_place()
    {
        var random = new SeededRandom(3);
        double[] series =
        [
            .. Quiet(random, 25, 100), .. Quiet(random, 20, 120), .. Quiet(random, 15, 100),
        ];

        var changes = LevelChanges.Of(series).Changes;

        Assert.Equal([25, 45], changes.Select(change => change.Index));
        Assert.InRange(changes[0].Ratio, 1.18, 1.22);
        Assert.InRange(changes[1].Ratio, 0.82, 0.85);
    }

    [Fact]
    public void A_step_below_three_percent_is_none_however_clear_it_is()
    {
        double[] series = [.. Enumerable.Repeat(100.0, 20), .. Enumerable.Repeat(102.9, 20)];
        Assert.Empty(LevelChanges.Of(series).Changes);
        Assert.Equal(20, Assert.Single(LevelChanges.Of([.. Enumerable.Repeat(100.0, 20), .. Enumerable.Repeat(103.1, 20)]).Changes).Index);
    }

    [Fact]
    public void Equal_values_have_no_change() => Assert.Empty(LevelChanges.Of([.. Enumerable.Repeat(42.0, 60)]).Changes);

    [Fact]
    public void The_same_series_always_says_the_same_in_any_unit()
    {
        var random = new SeededRandom(11);
        var series = HistorySimulation.Series(random, 60, 0.03, 1.08, 35);
        var first = LevelChanges.Of(series).Changes;

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(first, LevelChanges.Of(series).Changes);
        }

        Assert.NotEmpty(first);
        Assert.Equal(
            first.Select(change => change.Index),
            LevelChanges.Of([.. series.Select(value => value * 1024)]).Changes.Select(change => change.Index));
        Assert.Equal(
            first.Select(change => change.Index),
            LevelChanges.Of([.. series.Select(value => 1 / value)]).Changes.Select(change => change.Index));
    }

    [Fact]
    public void Reversed_time_has_its_changes_at_the_mirrored_places()
    {
        var random = new SeededRandom(5);
        var series = HistorySimulation.Series(random, 60, 0.02, 1.15, 40);

        Assert.Equal(
            LevelChanges.Of(series).Changes.Select(change => series.Length - change.Index),
            LevelChanges.Of([.. series.Reverse()]).Changes.Select(change => change.Index).Reverse());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_value_without_a_logarithm_is_refused(double value) =>
        Assert.Throws<ArgumentException>(() => LevelChanges.Of([.. Enumerable.Repeat(1.0, 20), value]));

    // Incidents as first run, length and factor; a step of +10 % with its first run. The old rule, cutting in two, found none of them.
    [Theory]
    [InlineData(40, "20 5 1.5")]
    [InlineData(40, "20 5 0.5")]
    [InlineData(40, "20 3 10")]
    [InlineData(40, "15 10 1.1")]
    [InlineData(45, "12 4 1.4", "22 8 0.7", "34 6 3")]
    [InlineData(38, "30 5 1.4")]
    [InlineData(36, "30 5 1.4")]
    [InlineData(35, "30 5 1.4")]
    [InlineData(48, "15 18 1.4")]
    public void A_step_is_found_in_its_place_whatever_incidents_lie_before_it(int step, params string[] incidents)
    {
        for (var seed = 1ul; seed <= 10; seed++)
        {
            var series = HistorySimulation.Series(new SeededRandom(seed), step + 8, 0.01, 1.1, step, outlierShare: 0);
            foreach (var incident in incidents.Select(text =>
                text.Split(' ').Select(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture)).ToArray()))
            {
                for (var i = (int)incident[0]; i < incident[0] + incident[1]; i++)
                {
                    series[i] *= incident[2];
                }
            }

            Assert.InRange(LevelChanges.Of(series).Changes[^1].Index, step - 1, step + 1);
        }
    }

    [Fact]
    public void An_incident_that_is_over_is_one_and_no_change()
    {
        double[] series =
            [.. Quiet(new SeededRandom(6), 20, 100), .. Quiet(new SeededRandom(7), 6, 150), .. Quiet(new SeededRandom(8), 14, 100)];
        var levels = LevelChanges.Of(series);

        Assert.Empty(levels.Changes);
        var incident = Assert.Single(levels.Incidents);
        Assert.Equal((20, 6), (incident.Index, incident.Length));
        Assert.InRange(incident.Ratio, 1.47, 1.53);
    }

    [Fact]
    public void An_excursion_longer_than_an_incident_is_two_changes()
    {
        double[] series =
            [.. Quiet(new SeededRandom(6), 20, 100), .. Quiet(new SeededRandom(7), 14, 80), .. Quiet(new SeededRandom(8), 14, 100)];
        Assert.Equal([20, 34], LevelChanges.Of(series).Changes.Select(change => change.Index));
    }

    [Fact]
    public void A_series_that_jumps_between_two_levels_is_restless()
    {
        var random = new SeededRandom(12);
        double[] series = [.. Enumerable.Range(0, 60).Select(i => (i % 5 == 0 ? 130 : 100) * (1 + (0.02 * (random.NextPositive() - 0.5))))];
        Assert.True(LevelChanges.Of(series).IsRestless);
        Assert.False(LevelChanges.Of([.. Quiet(random, 60, 100)]).IsRestless);
    }

    private static IEnumerable<double> Quiet(SeededRandom random, int count, double level) =>
        Enumerable.Range(0, count).Select(_ => level * (1 + (0.02 * (random.NextPositive() - 0.5))));
}
