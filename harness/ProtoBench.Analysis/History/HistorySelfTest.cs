using ProtoBench.Model.Randomness;

namespace ProtoBench.Analysis.History;

/// <summary>The figures of <c>protobench selftest history</c>, made by the same code that judges real histories.</summary>
internal sealed record HistorySelfTest
{
    /// <summary>Runs before the change in the series that have one.</summary>
    public const int RunsBefore = 30;

    /// <summary>Runs after it; a change not found by then is missed.</summary>
    public const int RunsAfter = 30;

    /// <summary>Runs of a flat series.</summary>
    public const int FlatRuns = 100;

    /// <summary>Flat series that may ever alarm, as a share.</summary>
    public const double FalseAlarmBar = 0.02;

    /// <summary>Runs after which the median change of +10 % must be found: no alarm comes before the fifth.</summary>
    public const int DelayBar = SeriesAnalysis.PointsAfterChange;

    /// <summary>
    /// Runs before the step in the series that have incidents before it. With fewer, little is left of the level that they left.
    /// </summary>
    public const int RunsBeforeWithIncidents = 50;

    /// <summary>Noise of a run in the series that have incidents, as a share: 10 % must be found behind them at 1 %.</summary>
    public const double DeviationWithIncidents = 0.01;

    /// <summary>Runs after which nine in ten steps behind incidents must be found.</summary>
    public const int DelayBarAfterIncidents = 8;

    /// <summary>Step of the series that have one.</summary>
    public const double Step = 1.10;

    /// <summary>Series of each kind.</summary>
    public required int Series { get; init; }

    public required int EverAlarmed { get; init; }

    /// <summary>Those of them with an alarm that was not labelled weak.</summary>
    public required int EverAlarmedFirmly { get; init; }

    /// <summary>Runs until each step was found, ascending; missed ones are absent.</summary>
    public required IReadOnlyList<int> Delays { get; init; }

    /// <summary>Runs until each step behind incidents was found, ascending; missed ones are absent.</summary>
    public required IReadOnlyList<int> DelaysAfterIncidents { get; init; }

    public int Missed => Series - Delays.Count;

    /// <summary>Runs after which half of all steps were found; null when more than half were missed.</summary>
    public int? MedianDelay => DelayAt(0.5);

    public bool Holds =>
        EverAlarmed <= FalseAlarmBar * Series && MedianDelay <= DelayBar && DelayAfterIncidentsAt(0.9) <= DelayBarAfterIncidents;

    /// <summary>Runs after which this share of all steps was found; null when fewer were found at all.</summary>
    public int? DelayAt(double share) => At(Delays, share);

    /// <summary>The same of the steps behind incidents.</summary>
    public int? DelayAfterIncidentsAt(double share) => At(DelaysAfterIncidents, share);

    /// <param name="series">Series of each kind.</param>
    /// <param name="deviation">Noise of a run in the series without incidents, as a share.</param>
    /// <param name="seed">Of everything random.</param>
    /// <param name="autocorrelation">Of the noise; the promises are made for 0.</param>
    public static HistorySelfTest Run(int series, double deviation, ulong seed, double autocorrelation = 0)
    {
        var random = new SeededRandom(seed);
        var flat = Enumerable.Range(0, series)
            .Select(_ => HistorySimulation.Series(random, FlatRuns, deviation, autocorrelation: autocorrelation))
            .ToList();
        var stepped = Enumerable.Range(0, series)
            .Select(_ => HistorySimulation.Series(random, RunsBefore + RunsAfter, deviation, Step, RunsBefore, autocorrelation))
            .ToList();
        var disturbed = Enumerable.Range(0, series).Select(_ => Disturbed(random, autocorrelation)).ToList();
        var alarms = flat.AsParallel().Select(HistorySimulation.Alarms).ToList();
        return new HistorySelfTest
        {
            Series = series,
            EverAlarmed = alarms.Count(alarm => alarm.Ever),
            EverAlarmedFirmly = alarms.Count(alarm => alarm.Firmly),
            Delays = [.. stepped.AsParallel().Select(values => HistorySimulation.Delay(values, RunsBefore)).OfType<int>().Order()],
            DelaysAfterIncidents =
            [
                .. disturbed.AsParallel().Select(values => HistorySimulation.Delay(values, RunsBeforeWithIncidents)).OfType<int>().Order(),
            ],
        };
    }

    private static double[] Disturbed(SeededRandom random, double autocorrelation)
    {
        const int Runs = RunsBeforeWithIncidents + RunsAfter;
        var values = HistorySimulation.Series(random, Runs, DeviationWithIncidents, Step, RunsBeforeWithIncidents, autocorrelation);
        HistorySimulation.AddIncidents(random, values, RunsBeforeWithIncidents);
        return values;
    }

    private int? At(IReadOnlyList<int> delays, double share)
    {
        var rank = (int)Math.Ceiling(share * Series);
        return rank <= delays.Count ? delays[Math.Max(0, rank - 1)] : null;
    }
}
