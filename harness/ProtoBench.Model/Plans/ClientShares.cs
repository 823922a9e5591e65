using System.Globalization;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Model.Plans;

/// <summary>
/// What each of several client processes drives of a cell: exchanges in flight, connections and rate, divided so that they add up to the
/// cell's exactly. The first ones get what does not divide. Pure.
/// </summary>
internal static class ClientShares
{
    /// <summary>The cell as one of the processes drives it.</summary>
    /// <param name="cell">The whole.</param>
    /// <param name="number">Which process, from 0.</param>
    /// <param name="processes">How many there are; no more than exchanges in flight and connections.</param>
    /// <param name="dividesRate">As <see cref="IWorkloadKind.DividesRate"/> has it.</param>
    public static Cell Of(Cell cell, int number, int processes, bool dividesRate = true) => processes == 1 ? cell : cell with
    {
        Connections = Connections(cell, number, processes),
        Load = cell.Load with
        {
            InFlight = Whole(cell.Load.InFlight, number, processes),
            Rate = cell.Load.Rate is { } rate && dividesRate ? Rate(rate, number, processes) : cell.Load.Rate,
        },
    };

    /// <summary>How a rate that does not divide was divided, as a sentence without its full stop; null where it does.</summary>
    public static string? Note(double? rate, int processes)
    {
        if (rate is not { } whole || processes == 1 || whole % processes == 0)
        {
            return null;
        }

        var parts = Enumerable.Range(0, processes)
            .Select(number => Rate(whole, number, processes).ToString("0.###", CultureInfo.InvariantCulture));
        return string.Create(CultureInfo.InvariantCulture, $"the rate of {whole:0.###}/s was divided as {string.Join(" + ", parts)}");
    }

    /// <summary>What one of the processes gets of a number of things; the first ones get what does not divide.</summary>
    /// <param name="total">How many there are.</param>
    /// <param name="number">Which process, from 0.</param>
    /// <param name="processes">How many there are.</param>
    public static int Whole(int total, int number, int processes) => (total / processes) + (number < total % processes ? 1 : 0);

    /// <summary>The first of those things: how many the processes before it get.</summary>
    /// <param name="total">How many there are.</param>
    /// <param name="number">Which process, from 0.</param>
    /// <param name="processes">How many there are.</param>
    public static int First(int total, int number, int processes) => (total / processes * number) + Math.Min(number, total % processes);

    // Where one in flight has several, as a page has, each process has as many of them as what it has in flight takes.
    private static int Connections(Cell cell, int number, int processes)
    {
        var each = cell.Connections / cell.Load.InFlight;
        return each < 2
            ? Whole(cell.Connections, number, processes)
            : (each * Whole(cell.Load.InFlight, number, processes)) + Whole(cell.Connections % cell.Load.InFlight, number, processes);
    }

    // Whole exchanges a second each; what is left of a rate that is no whole number is the last one's.
    private static double Rate(double rate, int number, int processes)
    {
        if (rate < processes)
        {
            return rate / processes;
        }

        var whole = Math.Floor(rate);
        var own = Math.Floor(whole / processes) + (number < whole % processes ? 1 : 0);
        return number == processes - 1 ? own + (rate - whole) : own;
    }
}
