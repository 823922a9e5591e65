using ProtoBench.Load.Kinds;
using ProtoBench.Machine.Sockets;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Load.Workloads.Close;

/// <summary>
/// What a client saw of connections that were closed. Of several on one machine each counts the sockets of all: the first count is from
/// before anybody closed what is measured, the last one from after everybody. Pure.
/// </summary>
/// <param name="Closed">Connections closed between the two counts.</param>
/// <param name="Before">When sockets were counted before, and how many.</param>
/// <param name="After">And after.</param>
/// <param name="Ports">As <see cref="CloseFigures"/> has it.</param>
/// <param name="Drain">What the stop of the server did; null: clients closed.</param>
internal sealed record CloseReadings(
    long Closed,
    (long At, SocketCounts? Client, SocketCounts? Server) Before,
    (long At, SocketCounts? Client, SocketCounts? Server) After,
    int? Ports = null,
    DrainReadings? Drain = null)
{
    private const int CountsLength = 5;
    private const int Head = 4 + (4 * CountsLength);

    /// <summary>The measurement, whose times of closing are told already, with the figures of the kind.</summary>
    public Measurement Tell(Measurement measurement)
    {
        var closing = HistogramText.Decode(measurement.Times![CloseKind.Closing.Key]);
        var figures = CloseFigures.Of(
            closing.Count > 0 ? closing.ValueAtQuantile(0.5) : 0,
            Closed,
            (Before.Client, Before.Server),
            (After.Client, After.Server),
            Ports);
        foreach (var (key, value) in Drain is null ? [] : DrainFigures.Of(Drain))
        {
            figures[key] = value;
        }

        return measurement with { Figures = figures, Unmerged = null };
    }

    /// <summary>As they travel.</summary>
    public string Encode() => UnmergedNumbers.Encode(
    [
        Closed,
        Before.At,
        After.At,
        Ports ?? 0,
        .. new[] { Before.Client, Before.Server, After.Client, After.Server }.SelectMany(Numbers),
        .. Drain?.Numbers() ?? [],
    ]);

    /// <param name="clients">Of each client process.</param>
    /// <param name="oneMachine">Else each has counted another kernel's sockets, and nobody the server's: they are not told.</param>
    public static CloseReadings PutTogether(IReadOnlyList<string> clients, bool oneMachine)
    {
        var all = clients.Select(Decode).ToList();
        var drains = all.Select(one => one.Drain).OfType<DrainReadings>().ToList();
        return new CloseReadings(
            all.Sum(one => one.Closed),
            oneMachine ? all.MinBy(one => one.Before.At)!.Before : default,
            oneMachine ? all.MaxBy(one => one.After.At)!.After : default,
            all[0].Ports,
            drains.Count == 0 ? null : DrainReadings.PutTogether(drains));
    }

    private static CloseReadings Decode(string text)
    {
        var numbers = UnmergedNumbers.Decode(text);
        var counts = numbers.Skip(4).Take(4 * CountsLength).Chunk(CountsLength).Select(Counts).ToList();
        return new CloseReadings(
            numbers[0],
            (numbers[1], counts[0], counts[1]),
            (numbers[2], counts[2], counts[3]),
            numbers[3] > 0 ? (int)numbers[3] : null,
            numbers.Length > Head ? DrainReadings.From(numbers[Head..]) : null);
    }

    private static long[] Numbers(SocketCounts? counts) => counts is { } seen
        ? [1, seen.Established, seen.TimeWait, seen.CloseWait, seen.Others]
        : new long[CountsLength];

    private static SocketCounts? Counts(long[] numbers) =>
        numbers[0] == 0 ? null : new SocketCounts((int)numbers[1], (int)numbers[2], (int)numbers[3], (int)numbers[4]);
}
