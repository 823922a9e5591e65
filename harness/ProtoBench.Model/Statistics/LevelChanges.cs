using ProtoBench.Model.Randomness;

namespace ProtoBench.Model.Statistics;

/// <summary>
/// Change points of a series, whatever incidents lie between them. Levels are fitted (<see cref="LevelFit"/>), incidents are taken out
/// (<see cref="Incidents"/>), and each change that is left must pass E-Divisive's test (Matteson and James, "A Nonparametric Approach for
/// Multiple Change Point Analysis of Multivariate Data", 2014): shuffled series hardly ever have an energy distance as large. On
/// logarithms, with isolated spikes clipped. Shuffles come from a fixed seed, so that the same history always says the same.
/// </summary>
/// <remarks>
/// E-Divisive alone cuts a series in two where the distance is largest, and stops where that cut is no change. An incident that is over
/// makes such a cut: of steps of +10 % after one it missed most. The same paper's right side that ends early (its equation 7) finds
/// incidents, but shows none of three points with p ≤ 0.0002, and stops at them just so.
/// </remarks>
internal static class LevelChanges
{
    /// <summary>Points a stretch between changes has at least.</summary>
    public const int SmallestStretch = 3;

    /// <summary>A smaller change of level, as a factor either way, is none.</summary>
    public const double SmallestRatio = 1.03;

    // Fewer points cannot show anything.
    private const int ShortestSeries = 8;

    // A p-value no test has.
    private const double NoChange = 2;

    private const int Shuffles = 9_999;
    private const ulong Seed = 12_345;

    // p = (1 + as large) / 10,000, so 0.0001 for a change. In simulation half as many flat series ever alarm as with 0.0002, which is
    // enough where there are so few points that shuffles repeat the series itself, and for a change that too few points follow to count.
    private const int MostAsLargeOfFew = 1;
    private const int PointsOfFewOrders = 30;
    private const int PointsThatCount = 5;

    // Points on their side of the middle between two levels. In simulation a third of the flat series with many outliers that alarmed had
    // fewer; where noise is half as large as the step, 84 % lie there.
    private const double SmallestShareBefore = 0.7;
    private const double SmallestShareAfter = 0.75;

    // What a series does at every tenth run is no incident any more: two levels, perhaps.
    private const double MostEpisodes = 0.12;

    // Logarithms become whole numbers of 2^-24, a relative step of 6e-8: far below any noise, and their sums are exact.
    private const double Resolution = 1 << 24;

    // Six of these are the smallest change there is: where runs repeat each other to the digit, less noise than this tells nothing more.
    private static readonly double SmallestDeviation = Math.Log(SmallestRatio) / 6;

    /// <summary>The levels of a series of positive values, in its order.</summary>
    /// <exception cref="ArgumentException">A value has no logarithm.</exception>
    public static SeriesLevels Of(IReadOnlyList<double> values)
    {
        if (!values.All(value => value > 0 && double.IsFinite(value)))
        {
            throw new ArgumentException("Changes are looked for on the logarithmic scale, so all values must be positive.", nameof(values));
        }

        if (values.Count < ShortestSeries)
        {
            return new SeriesLevels([], [], IsRestless: false);
        }

        double[] raw = [.. values.Select(value => Math.Log(value))];
        var logs = SpikeClip.Of(raw);
        var starts = LevelFit.Starts(logs, Math.Max(SpikeClip.DeviationOf(logs), SmallestDeviation));
        IReadOnlyList<LevelStretch> stretches =
        [
            .. starts.Zip(
                starts.Skip(1).Append(logs.Length), (start, end) => LevelStretch.Of(logs, [.. Enumerable.Range(start, end - start)])),
        ];
        var incidents = new List<Incident>();
        while (true)
        {
            (stretches, var taken) = Incidents.TakenOut(logs, stretches);
            incidents.AddRange(taken);
            stretches = LongEnough(stretches);
            var changes = Enumerable.Range(1, stretches.Count - 1).Select(i => Tested(raw, logs, stretches, i)).ToList();
            for (var i = 1; i < changes.Count; i++)
            {
                // Both tests found one place: the other is none.
                if (changes[i].Index - changes[i - 1].Index < SmallestStretch)
                {
                    changes[i] = changes[i] with { PValue = NoChange };
                }
            }

            if (changes.TrueForAll(change => change.PValue <= 1))
            {
                return new SeriesLevels(
                    changes,
                    [.. incidents.OrderBy(incident => incident.Index)],
                    IsRestless: Episodes(raw, logs, incidents) > MostEpisodes * logs.Length);
            }

            stretches = WithoutWeakest(logs, stretches, changes);
        }
    }

    /// <summary>Are two levels the same, as far as anybody is to be told?</summary>
    public static bool IsSame(double one, double other) => Math.Abs(Math.Log(one / other)) < Math.Log(SmallestRatio);

    // How often the series left its level for a while: neighbouring spikes count once, those within an incident not at all.
    private static int Episodes(double[] raw, double[] clipped, List<Incident> incidents)
    {
        var spikes = Enumerable.Range(0, clipped.Length)
            .Where(i =>
                clipped[i] != raw[i] && !incidents.Exists(incident => i >= incident.Index - 1 && i <= incident.Index + incident.Length))
            .ToList();
        return incidents.Count + spikes.Where((point, i) => i == 0 || point > spikes[i - 1] + 1).Count();
    }

    // What is shorter lies on the way from one level to the next, or is at an end, where further points will tell what it is.
    private static IReadOnlyList<LevelStretch> LongEnough(IReadOnlyList<LevelStretch> stretches)
    {
        IReadOnlyList<LevelStretch> kept = [.. stretches.Where(stretch => stretch.Length >= SmallestStretch)];
        return kept.Count == 0 ? [stretches.MaxBy(stretch => stretch.Length)!] : kept;
    }

    // p above 1 when it is no change.
    private static ChangePoint Tested(double[] raw, double[] logs, IReadOnlyList<LevelStretch> stretches, int right)
    {
        var (before, after) = (stretches[right - 1], stretches[right]);
        var ratio = Math.Exp(after.Level - before.Level);
        if (before.IsLevelWith(after) || !IsKept(raw, before, after))
        {
            return new ChangePoint(after.First, ratio, NoChange);
        }

        // The other stretches are moved to the levels of these two: they tell how large the noise is, and so a change can be shown that
        // comes soon after another.
        var points = stretches
            .SelectMany((stretch, i) =>
                stretch.Points.Select(point => (Point: point, Log: logs[point] - stretch.Level + (i < right ? before : after).Level)))
            .OrderBy(pair => pair.Point)
            .ToList();
        var split = new EnergySplit([.. points.Select(pair => Math.Round((pair.Log - points[0].Log) * Resolution))], SmallestStretch);
        var (offset, q) = split.Best();
        if (offset < 0)
        {
            return new ChangePoint(after.First, ratio, NoChange);
        }

        var place = points[offset].Point;
        return place > before.First
            && place <= after.Last
            && PValue(split, q, logs.Length - place < PointsThatCount || points.Count < PointsOfFewOrders ? MostAsLargeOfFew : 0) is { } p
            ? new ChangePoint(place, ratio, p)
            : new ChangePoint(after.First, ratio, NoChange);
    }

    // Two outliers with a point between them look like a level once that point is clipped. The points as measured must lie on their side.
    private static bool IsKept(double[] raw, LevelStretch before, LevelStretch after)
    {
        var middle = (before.Level + after.Level) / 2;
        var isUp = after.Level > before.Level;
        double Share(LevelStretch stretch, bool above) =>
            (double)stretch.Points.Count(point => raw[point] > middle == above) / stretch.Length;
        return Share(before, !isUp) >= SmallestShareBefore && Share(after, isUp) >= SmallestShareAfter;
    }

    private static IReadOnlyList<LevelStretch> WithoutWeakest(
        double[] logs, IReadOnlyList<LevelStretch> stretches, List<ChangePoint> changes)
    {
        var weakest = Enumerable.Range(0, changes.Count)
            .Where(i => changes[i].PValue > 1)
            .MinBy(i => Weight(stretches[i], stretches[i + 1]));
        return
        [
            .. stretches.Take(weakest),
            LevelStretch.Of(logs, [.. stretches[weakest].Points, .. stretches[weakest + 1].Points]),
            .. stretches.Skip(weakest + 2),
        ];
    }

    // How much worse the squares are without this change.
    private static double Weight(LevelStretch before, LevelStretch after) =>
        (double)before.Length * after.Length / (before.Length + after.Length) * (after.Level - before.Level) * (after.Level - before.Level);

    // Null as soon as the limit cannot be kept any more: without a change that is after a few shuffles.
    private static double? PValue(EnergySplit split, double q, int mostAsLarge)
    {
        var random = new SeededRandom(Seed);
        var asLarge = 0;
        for (var i = 0; i < Shuffles; i++)
        {
            split.Shuffle(random.Next);
            if (split.Reaches(q) && ++asLarge > mostAsLarge)
            {
                return null;
            }
        }

        return (1.0 + asLarge) / (1 + Shuffles);
    }
}
