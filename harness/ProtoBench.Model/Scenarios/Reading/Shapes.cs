using ProtoBench.Contract;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>The quantities of the format, in one notation each.</summary>
internal static class Shapes
{
    /// <summary>10,000 stays below the 28,232 ephemeral ports Linux has by default (ip_local_port_range, ip-sysctl).</summary>
    public const int MostInFlight = 10_000;

    private static readonly Unit[] SizeUnits =
        [new("", 1), new("B", 1), new("kB", 1_000), new("KiB", 1 << 10), new("MB", 1_000_000), new("MiB", 1 << 20)];

    private static readonly Unit[] DurationUnits = [new("us", 0.000_001m), new("ms", 0.001m), new("s", 1), new("min", 60)];

    private static readonly Unit[] RateUnits = [new("/s", 1), new("k/s", 1_000)];

    private static readonly Unit[] ByteRateUnits =
        [new("B/s", 1), new("kB/s", 1_000), new("KiB/s", 1 << 10), new("MB/s", 1_000_000), new("MiB/s", 1 << 20)];

    public static TextShape Text { get; } = new();

    public static NameShape Name { get; } = new();

    public static FlagShape Flag { get; } = new();

    /// <summary>A payload that may be empty.</summary>
    public static QuantityShape<int> Payload { get; } = Size(0, "0 B to 16 MiB");

    /// <summary>A payload that may not be empty, because a transfer consists of it.</summary>
    public static QuantityShape<int> Message { get; } = Size(1, "1 B to 16 MiB");

    public static QuantityShape<double> Rate { get; } = new(
        ScenarioErrorCodes.BadRate,
        "a rate such as 5000/s",
        RateUnits,
        new(0.1m, 10_000_000, "0.1/s to 10000 k/s"),
        perSecond => (double)perSecond);

    /// <summary>Payload per second, read as bytes.</summary>
    public static QuantityShape<double> BytesPerSecond { get; } = new(
        ScenarioErrorCodes.BadRate,
        "a rate such as 1 MiB/s",
        ByteRateUnits,
        new(1_000, 10_000_000_000, "1 kB/s to 10000 MB/s"),
        perSecond => (double)perSecond);

    /// <summary>A part of a whole, read as a fraction.</summary>
    public static QuantityShape<double> Share(decimal minimum, decimal maximum, string bounds) => new(
        ScenarioErrorCodes.BadShare,
        "a share such as 5 %",
        [new("%", 0.01m)],
        new(minimum, maximum, bounds),
        share => (double)share);

    public static WholeNumberShape Count(int maximum) => new(1, maximum);

    public static QuantityShape<TimeSpan> Duration(decimal minimumSeconds, decimal maximumSeconds, string bounds) => new(
        ScenarioErrorCodes.BadDuration,
        "a duration such as 3 s",
        DurationUnits,
        new(minimumSeconds, maximumSeconds, bounds),
        seconds => Whole(seconds * TimeSpan.TicksPerSecond) is { } ticks ? TimeSpan.FromTicks(ticks) : null);

    /// <summary>A number of bytes, up to the 16 MiB of the largest message.</summary>
    public static QuantityShape<int> Size(int minimum, string bounds) => new(
        ScenarioErrorCodes.BadSize,
        "a size such as 64 B",
        SizeUnits,
        new(minimum, ProtocolTraits.LargestMessageBytes, bounds),
        bytes => (int?)Whole(bytes));

    private static long? Whole(decimal amount) => decimal.IsInteger(amount) ? (long)amount : null;
}
