using System.Globalization;

namespace ProtoBench.Model.Text;

/// <summary>Sizes as scenario files write them.</summary>
internal static class ByteText
{
    private static readonly (long Size, string Unit)[] Units = [(1 << 20, "MiB"), (1_000_000, "MB"), (1 << 10, "KiB"), (1_000, "kB")];

    /// <summary>In the largest unit that leaves a whole number: <c>16 MiB</c>, <c>30 kB</c>, <c>1 KiB</c>, <c>1,400 B</c>.</summary>
    public static string Format(long bytes)
    {
        var (size, unit) = bytes == 0 ? (1, "B") : Units.Where(one => bytes % one.Size == 0).Append((Size: 1, Unit: "B")).First();
        return $"{(bytes / size).ToString("#,0", CultureInfo.InvariantCulture)} {unit}";
    }
}
