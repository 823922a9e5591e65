using System.Globalization;

namespace ProtoBench.Model.Links.Profiles;

/// <summary>Parses "number unit" texts of link profiles.</summary>
internal static class Quantity
{
    private static readonly (string Unit, double Factor)[] Durations =
        [("us", 1e-6), ("µs", 1e-6), ("ms", 1e-3), ("s", 1), ("min", 60)];

    private static readonly (string Unit, double Factor)[] Rates =
        [("bit/s", 1), ("kbit/s", 1e3), ("Mbit/s", 1e6), ("Gbit/s", 1e9)];

    private static readonly (string Unit, double Factor)[] Sizes =
        [("B", 1), ("kB", 1e3), ("KiB", 1024), ("MB", 1e6), ("MiB", 1024 * 1024)];

    private static readonly (string Unit, double Factor)[] Shares = [("%", 0.01)];

    private static readonly (string Unit, double Factor)[] Queues = [("packets", 1), ("bdp", 1)];

    /// <summary>Seconds, or null.</summary>
    public static double? Duration(string text) => Parse(text, Durations);

    /// <summary>Bits a second, or null.</summary>
    public static double? Rate(string text) => Parse(text, Rates);

    /// <summary>Bytes, or null.</summary>
    public static double? Size(string text) => Parse(text, Sizes);

    /// <summary>0 to 1 for 0 % to 100 %, or null.</summary>
    public static double? Share(string text) => Parse(text, Shares);

    /// <summary>A queue in packets, bandwidth-delay products, time or bytes, or null.</summary>
    public static QueueLimit? Queue(string text)
    {
        if (Parse(text, Queues) is { } count)
        {
            return new QueueLimit(count, text.EndsWith("bdp", StringComparison.Ordinal) ? QueueUnit.BandwidthDelayProducts : QueueUnit.Packets);
        }

        return Duration(text) is { } seconds
            ? new QueueLimit(seconds * 1000, QueueUnit.Milliseconds)
            : Size(text) is { } bytes ? new QueueLimit(bytes, QueueUnit.Bytes) : null;
    }

    private static double? Parse(string text, (string Unit, double Factor)[] units)
    {
        var unitAt = 0;
        while (unitAt < text.Length && (char.IsAsciiDigit(text[unitAt]) || text[unitAt] == '.'))
        {
            unitAt++;
        }

        var unit = text[unitAt..].TrimStart(' ');
        if (!double.TryParse(text.AsSpan(0, unitAt), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        // Without a unit only 0 has one meaning.
        if (unit.Length == 0)
        {
            return number == 0 ? 0 : null;
        }

        foreach (var (name, factor) in units)
        {
            if (name == unit)
            {
                return number * factor;
            }
        }

        return null;
    }
}
