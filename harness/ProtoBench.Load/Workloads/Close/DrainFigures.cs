using System.Globalization;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Close;

/// <summary>What a server that stops does to those it serves. Pure.</summary>
internal static class DrainFigures
{
    private const string OfServers = "of manner drain and cut";

    public static WorkloadFigure Ended { get; } =
        new("close-drain", "time until the server had ended all connections", FigureUnit.Microseconds, LowerIsBetter: true)
        {
            Absence = OfServers,
        };

    public static WorkloadFigure Known { get; } =
        new("close-drain-known", "median time until a client knew", FigureUnit.Microseconds, LowerIsBetter: true) { Absence = OfServers };

    public static WorkloadFigure Announced { get; } =
        new("close-drain-announced", "median time until the server's word came", FigureUnit.Microseconds, LowerIsBetter: true)
        {
            Aside = true,
            Absence = "of manner drain and cut, where the server has a word for it and half of the clients got it",
        };

    public static WorkloadFigure Told { get; } =
        new("close-drain-told", "connections that were told", FigureUnit.Share, LowerIsBetter: false) { Absence = OfServers };

    public static WorkloadFigure Answered { get; } =
        new("close-drain-answered", "exchanges answered after the server began to stop", FigureUnit.Count, LowerIsBetter: false)
        {
            Aside = true,
            Absence = OfServers,
        };

    public static WorkloadFigure Refused { get; } =
        new("close-drain-refused", "exchanges refused, which can be sent again", FigureUnit.Count, LowerIsBetter: true)
        {
            Absence = OfServers,
        };

    public static WorkloadFigure Lost { get; } =
        new("close-drain-lost", "exchanges lost, done or not", FigureUnit.Count, LowerIsBetter: true) { Absence = OfServers };

    public static WorkloadFigure Overdue { get; } =
        new("close-drain-overdue", "stops that were cut at their limit", FigureUnit.Count, LowerIsBetter: true)
        {
            Aside = true,
            Absence = OfServers,
        };

    public static IReadOnlyList<WorkloadFigure> All { get; } = [Ended, Known, Announced, Told, Answered, Refused, Lost, Overdue];

    public static Dictionary<string, double> Of(DrainReadings drain)
    {
        var figures = new Dictionary<string, double>
        {
            [Ended.Key] = drain.Took / 1e3,
            [Known.Key] = Median([.. drain.Known]) / 1e3,
            [Told.Key] = drain.Connections == 0 ? 0 : drain.Told / (double)drain.Connections,
            [Answered.Key] = drain.Answered,
            [Refused.Key] = drain.Refused,
            [Lost.Key] = drain.Lost,
            [Overdue.Key] = drain.InTime ? 0 : 1,
        };
        if (2 * drain.Announced.Count > drain.Connections)
        {
            figures[Announced.Key] = Median([.. drain.Announced]) / 1e3;
        }

        return figures;
    }

    /// <summary>Why it is no measurement of a stop under load.</summary>
    public static IEnumerable<string> Faults(IReadOnlyDictionary<string, double> figures)
    {
        if (figures.TryGetValue(Answered.Key, out var answered) && answered + figures[Refused.Key] + figures[Lost.Key] == 0)
        {
            yield return "no exchange was under way when the server began to stop";
        }
    }

    public static IEnumerable<string> Notes(IReadOnlyDictionary<string, double> figures)
    {
        if (!figures.TryGetValue(Ended.Key, out var ended))
        {
            yield break;
        }

        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"the server stopped in {ended / 1e3:0.0} ms: {figures[Answered.Key]:0} exchanges were answered meanwhile, "
                + $"{figures[Refused.Key]:0} refused, {figures[Lost.Key]:0} lost; {figures[Told.Key]:P0} of the connections were told");
        if (figures[Overdue.Key] > 0)
        {
            yield return "the server did not end all connections by itself: the rest was cut at the time-out";
        }
    }

    private static double Median(List<long> values)
    {
        values.Sort();
        return values.Count == 0 ? 0 : (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2.0;
    }
}
