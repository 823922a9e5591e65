using System.Globalization;
using ProtoBench.Contract.Duplicates;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Copies;

/// <summary>What the server says of the requests that it carried out, by their ids. Pure.</summary>
internal static class CarriedFigures
{
    private const string NoIds = "requests of this workload have no ids (duplicates:)";
    private const string NoMemory = "its server suppresses nothing (duplicates: suppress)";

    /// <summary>Above 1: some were carried out again. Below: some never came.</summary>
    public static WorkloadFigure CarriedOut { get; } =
        new("copies-carried-out", "carried out per exchange", FigureUnit.Factor, LowerIsBetter: true) { Aside = true, Absence = NoIds };

    public static WorkloadFigure Again { get; } =
        new("copies-carried-again", "carried out once more, per exchange", FigureUnit.Share, LowerIsBetter: true)
        {
            AskedFirst = true,
            Absence = NoIds,
        };

    public static WorkloadFigure Suppressed { get; } =
        new("copies-suppressed", "duplicates answered from memory, per exchange", FigureUnit.Share, LowerIsBetter: true)
        {
            Absence = NoMemory,
        };

    public static WorkloadFigure Memory { get; } =
        new("copies-memory", "memory for remembered ids", FigureUnit.Bytes, LowerIsBetter: true) { Aside = true, Absence = NoMemory };

    public static WorkloadFigure Resets { get; } =
        new("copies-resets", "connections that the server reset", FigureUnit.Count, LowerIsBetter: true)
        {
            Aside = true,
            Absence = "its server resets none (server-resets:)",
        };

    /// <summary>Where there are such, nothing is told of duplicates: of a part only nobody knows how often the others were.</summary>
    public static WorkloadFigure Uncounted { get; } =
        new("copies-uncounted", "requests carried out beyond those that are counted", FigureUnit.Count, LowerIsBetter: true)
        {
            Aside = true,
            Absence = "all were counted, or requests of this workload have no ids",
        };

    public static IReadOnlyList<WorkloadFigure> All { get; } = [CarriedOut, Again, Suppressed, Memory, Resets, Uncounted];

    /// <param name="exchanges">Of the window, as the client counted them.</param>
    /// <param name="server">What it saw of these.</param>
    public static Dictionary<string, double> Of(double exchanges, RequestCounts server)
    {
        var figures = new Dictionary<string, double>();
        if (server.Resets > 0)
        {
            figures[Resets.Key] = server.Resets;
        }

        if (server.Uncounted > 0)
        {
            figures[Uncounted.Key] = server.Uncounted;
            return figures;
        }

        if (exchanges <= 0 || server.CarriedOut == 0)
        {
            return figures;
        }

        figures[CarriedOut.Key] = server.CarriedOut / exchanges;
        figures[Again.Key] = server.CarriedOutAgain / exchanges;
        if (server.MemoryBytes > 0)
        {
            figures[Suppressed.Key] = server.Suppressed / exchanges;
            figures[Memory.Key] = server.MemoryBytes;
        }

        return figures;
    }

    /// <param name="figures">Those of <see cref="Of"/>.</param>
    /// <param name="exchanges">Of the window.</param>
    public static IEnumerable<string> Notes(IReadOnlyDictionary<string, double> figures, double exchanges)
    {
        if (figures.TryGetValue(Uncounted.Key, out var uncounted))
        {
            yield return Text($"the server carried {uncounted:#,0} requests out beyond those it counts, so nothing is told of duplicates: ")
                + "measure for a shorter time";
        }

        if (!figures.TryGetValue(Again.Key, out var share))
        {
            yield break;
        }

        var again = Math.Round(share * exchanges);
        if (!figures.TryGetValue(Suppressed.Key, out var suppressed))
        {
            yield return again == 0
                ? "the server carried nothing out twice"
                : Text($"the server carried requests out again {again:#,0} times ({share * 100:0.##} % of the exchanges)");
            yield break;
        }

        yield return Text($"the server knew {Math.Round(suppressed * exchanges):#,0} requests again by their ids and answered them from ")
            + (again == 0 ? "memory: none was carried out twice" : Text($"memory; {again:#,0} it had forgotten and carried out again"))
            + Text($" (the ids take {figures[Memory.Key] / (1 << 20):0.##} MiB)");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
