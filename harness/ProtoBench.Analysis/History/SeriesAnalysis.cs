using ProtoBench.Model.Statistics;

namespace ProtoBench.Analysis.History;

/// <summary>What the figures of one series say. Pure: the same figures always say the same.</summary>
internal sealed record SeriesAnalysis
{
    /// <summary>Runs a series needs: with fewer, no change of 5 runs can have p ≤ 0.0002.</summary>
    public const int FewestPoints = 20;

    /// <summary>Runs after a change before it counts. With 3, four times as many flat series alarm in simulation.</summary>
    public const int PointsAfterChange = 5;

    /// <summary>
    /// Runs of the window before a change that counts. Where the window begins with three or four outliers, everything after them looks
    /// like a change: of 1,000 flat series of 100 runs 41 ever alarmed without this rule and 12 with it, while real changes, which come at
    /// the new end, are found as soon as before.
    /// </summary>
    public const int PointsBeforeChange = 10;

    /// <summary>The newest runs that are looked at, as in the simulation whose false-alarm rate is promised.</summary>
    public const int Window = 60;

    public required SeriesState State { get; init; }

    /// <summary>Every change of level within the window, oldest first; indices into the whole series.</summary>
    public required IReadOnlyList<ChangePoint> Changes { get; init; }

    /// <summary>Incidents within the window that are over, oldest first; indices into the whole series.</summary>
    public IReadOnlyList<Incident> Incidents { get; init; } = [];

    /// <summary>
    /// Every change of the whole series that counts, oldest first: with <see cref="PointsBeforeChange"/> runs before it and
    /// <see cref="PointsAfterChange"/> from it on, in the window that was the newest one then or in today's. A change that left today's
    /// window is not undone by that.
    /// </summary>
    public IReadOnlyList<ChangePoint> Counted { get; init; } = [];

    /// <summary>
    /// The newest change with <see cref="PointsBeforeChange"/> runs before it and <see cref="PointsAfterChange"/> from it on; null without
    /// one.
    /// </summary>
    public ChangePoint? Newest { get; init; }

    /// <summary>Lag-1 autocorrelation of what is left when the levels are taken out; 0 for a series too short.</summary>
    public double Autocorrelation { get; init; }

    /// <summary>
    /// Neighbouring runs resemble each other or the series is restless, so changes happen by chance more often than promised.
    /// </summary>
    public bool IsWeak => IsRestless || (Autocorrelation > LagOneAutocorrelation.Strong && !(Clarity >= ChangeClarity.Enough));

    /// <summary>The series leaves its level so often that its changes happen by chance more often than promised.</summary>
    public bool IsRestless { get; init; }

    /// <summary>Standard errors between the levels of <see cref="Newest"/>; 0 without one.</summary>
    public double Clarity { get; init; }

    /// <summary>
    /// The newest run lies far from the level before it: a spike or the begin of a change, which only further runs can tell.
    /// </summary>
    public bool EndsWithSpike { get; init; }

    /// <param name="values">One figure a run, oldest first.</param>
    public static SeriesAnalysis Of(IReadOnlyList<double> values)
    {
        if (values.Count < FewestPoints)
        {
            return new SeriesAnalysis { State = SeriesState.TooShort, Changes = [] };
        }

        var skipped = Math.Max(0, values.Count - Window);
        var recent = values.Skip(skipped).ToArray();
        if (!recent.All(IsPositive))
        {
            return new SeriesAnalysis { State = SeriesState.HasZeros, Changes = [] };
        }

        var levels = LevelChanges.Of(recent);
        var changes = levels.Changes.Select(change => change with { Index = change.Index + skipped }).ToList();
        var counted = changes.Where(
            change => change.Index - skipped >= PointsBeforeChange && values.Count - change.Index >= PointsAfterChange).ToList();
        var autocorrelation = LagOneAutocorrelation.OfResiduals(recent, levels.Changes, levels.Incidents);
        return new SeriesAnalysis
        {
            State = StateOf(levels.Changes, counted, recent.Length),
            Changes = changes,
            Incidents = [.. levels.Incidents.Select(incident => incident with { Index = incident.Index + skipped })],
            Counted = [.. Older(values, skipped), .. counted],
            Newest = counted.Select(change => (ChangePoint?)change).LastOrDefault(),
            Autocorrelation = autocorrelation,
            Clarity = counted.Count == 0 ? 0 : ClarityOf(recent, levels, counted[^1].Index - skipped, autocorrelation),
            IsRestless = levels.IsRestless,
            EndsWithSpike = IsSpike(recent, levels.Changes.Count == 0 ? 0 : levels.Changes[^1].Index),
        };
    }

    // Windows that overlap, so that each run before today's window is in the middle of exactly one.
    private static IEnumerable<ChangePoint> Older(IReadOnlyList<double> values, int skipped)
    {
        const int Stride = Window - (2 * PointsBeforeChange);
        for (var start = 0; start < skipped; start += Stride)
        {
            var window = values.Skip(start).Take(Window).ToArray();
            if (!window.All(IsPositive))
            {
                continue;
            }

            foreach (var change in LevelChanges.Of(window).Changes)
            {
                var place = change.Index + start;
                if (change.Index >= PointsBeforeChange
                    && change.Index < PointsBeforeChange + Stride
                    && place < skipped + PointsBeforeChange)
                {
                    yield return change with { Index = place };
                }
            }
        }
    }

    private static double ClarityOf(double[] recent, SeriesLevels levels, int change, double autocorrelation)
    {
        var begin = levels.Changes.Where(other => other.Index < change).Select(other => other.Index).DefaultIfEmpty(0).Last();
        var end = levels.Changes.Where(other => other.Index > change).Select(other => other.Index).DefaultIfEmpty(recent.Length).First();
        double[] Logs(int from, int to) =>
            [.. Enumerable.Range(from, to - from).Where(i => !levels.Incidents.Any(incident => incident.Holds(i))).Select(
                i => Math.Log(recent[i]))];
        return ChangeClarity.Of(Logs(begin, change), Logs(change, end), autocorrelation);
    }

    private static bool IsPositive(double value) => value > 0 && double.IsFinite(value);

    private static SeriesState StateOf(IReadOnlyList<ChangePoint> changes, List<ChangePoint> counted, int length) =>
        changes.Any(change => length - change.Index < PointsAfterChange) ? SeriesState.Waiting
            : counted.Count == 0 ? SeriesState.Steady
            : SeriesState.Changed;

    private static bool IsSpike(double[] recent, int stretch)
    {
        var logs = recent.Select(value => Math.Log(value)).ToArray();
        var level = SpikeClip.Median(logs[stretch..^1]);
        return Math.Abs(logs[^1] - level) > SpikeClip.DeviationsAllowed * SpikeClip.DeviationOf(logs)
            && Math.Abs(logs[^1] - level) >= Math.Log(LevelChanges.SmallestRatio);
    }
}
