using System.Globalization;

namespace ProtoBench.Model.Text;

/// <summary>Numbers as readers see them: three significant digits and the unit that fits. The only place that decides either.</summary>
internal static class NumberText
{
    // 42 µs is no "0.04 ms": below this two decimals leave less than two digits.
    private const double FewestInUnit = 0.1;

    private static readonly (double Size, string Unit)[] Times = [(1e-3, " ns"), (1, " µs"), (1e3, " ms"), (1e6, " s")];
    private static readonly (double Size, string Unit)[] Rates = [(1, "/s"), (1e3, "k/s"), (1e6, "M/s"), (1e9, "G/s")];
    private static readonly (double Size, string Unit)[] Sizes =
        [(1, " B"), (1 << 10, " KiB"), (1 << 20, " MiB"), (1 << 30, " GiB"), (1L << 40, " TiB")];
    private static readonly (double Size, string Unit)[] DecimalSizes = [(1e3, " kB"), (1e6, " MB"), (1e9, " GB"), (1e12, " TB")];
    private static readonly (double Size, string Unit)[] Goodputs =
        [(1, " B/s"), (1 << 10, " KiB/s"), (1 << 20, " MiB/s"), (1 << 30, " GiB/s"), (1L << 40, " TiB/s")];
    private static readonly (double Size, string Unit)[] Counts = [(1, ""), (1e3, "k"), (1e6, "M"), (1e9, "G")];

    /// <summary>The number with its unit, for example <c>24.1 µs</c>, <c>118k/s</c>, <c>3.1×</c>.</summary>
    public static string Of(double value, Quantity quantity)
    {
        var (size, unit) = UnitFor(value, quantity);
        return Digits(value / size, quantity) + unit;
    }

    /// <summary>
    /// Two numbers in the unit of the larger one, for example <c>23.4–25.0 µs</c>; each in its own where they lie far apart.
    /// </summary>
    public static string Range(double low, double high, Quantity quantity)
    {
        var (size, unit) = UnitFor(high, quantity);
        if (low > 0 && low / size < FewestInUnit)
        {
            return $"{Of(low, quantity)}–{Of(high, quantity)}";
        }

        return $"{Digits(low / size, quantity)}–{Digits(high / size, quantity)}{unit}";
    }

    /// <summary>A tick of an axis: as <see cref="Of"/>, without the zeros that every tick would carry.</summary>
    public static string Tick(double value, Quantity quantity)
    {
        if (value == 0)
        {
            return quantity is Quantity.Factor ? "0×" : "0";
        }

        if (quantity is Quantity.Percentile)
        {
            return Percentile(value);
        }

        var (size, unit) = quantity is Quantity.Bytes ? ExactSize(value) : UnitFor(value, quantity);
        return (value / size).ToString(size == 1 ? "#,0.####" : "0.####", CultureInfo.InvariantCulture) + unit;
    }

    /// <summary>A whole number with thousands separated by commas.</summary>
    public static string Whole(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A part of a whole in percent with two significant digits, for example <c>7.5 %</c>, <c>0.031 %</c>.</summary>
    public static string Share(double part, double whole) => whole == 0 ? "0 %" : (100 * part / whole) switch
    {
        0 => "0 %",
        >= 10 and var percent => percent.ToString("0", CultureInfo.InvariantCulture) + " %",
        >= 1 and var percent => percent.ToString("0.0", CultureInfo.InvariantCulture) + " %",
        >= 0.1 and var percent => percent.ToString("0.00", CultureInfo.InvariantCulture) + " %",
        var percent => percent.ToString("0.000", CultureInfo.InvariantCulture) + " %",
    };

    private static (double Size, string Unit) UnitFor(double value, Quantity quantity) => quantity switch
    {
        Quantity.Microseconds => Fitting(Times, value),
        Quantity.PerSecond => Fitting(Rates, value),
        Quantity.Bytes => Fitting(Sizes, value),
        Quantity.BytesPerSecond => Fitting(Goodputs, value),
        Quantity.Count => Fitting(Counts, value),
        Quantity.Seconds => (1, " s"),
        Quantity.Factor => (1, "×"),
        Quantity.Percentile => (0.01, ""),
        Quantity.Share => (0.01, " %"),
        _ => throw new ArgumentOutOfRangeException(nameof(quantity), quantity, "This quantity has no unit."),
    };

    // Who wrote 30 kB must not read 29.2969 KiB: the unit in which a size was probably meant is the one that needs no decimals, or half of
    // one.
    private static (double Size, string Unit) ExactSize(double bytes)
    {
        var binary = Fitting(Sizes, bytes);
        return bytes != Math.Truncate(bytes) || IsRound(bytes, binary.Size, 4) ? binary
            : DecimalSizes.LastOrDefault(unit => bytes >= unit.Size && IsRound(bytes, unit.Size, 10)) is { Unit: not null } unit ? unit
            : Sizes[0];
    }

    private static bool IsRound(double value, double unit, double parts) => value / unit * parts == Math.Truncate(value / unit * parts);

    private static (double Size, string Unit) Fitting((double Size, string Unit)[] units, double value)
    {
        var chosen = value == 0 && units[0].Size < 1 ? units[1] : units[0];
        foreach (var unit in units)
        {
            // 999.7 µs would round to "1000 µs"; the rounded value chooses the unit, so that it is written "1.00 ms".
            if (RoundedToThreeDigits(Math.Abs(value) / unit.Size) >= 1)
            {
                chosen = unit;
            }
        }

        return chosen;
    }

    private static double RoundedToThreeDigits(double value)
    {
        if (value == 0 || !double.IsFinite(value))
        {
            return value;
        }

        var scale = Math.Pow(10, Math.Floor(Math.Log10(value)) - 2);
        return Math.Round(value / scale) * scale;
    }

    private static string Digits(double value, Quantity quantity)
    {
        if (quantity is Quantity.Percentile)
        {
            return Percentile(value / 100);
        }

        // Whole bytes and counts are exact; decimals would claim a precision that means nothing.
        var exact = quantity is Quantity.Bytes or Quantity.Count && Math.Abs(value) < 1000 && value == Math.Truncate(value);
        var format = exact ? "0" : Math.Abs(RoundedToThreeDigits(value)) switch
        {
            0 => "0",
            < 10 => "0.00",
            < 100 => "0.0",
            _ => "0",
        };
        return value.ToString(format, CultureInfo.InvariantCulture);
    }

    private static string Percentile(double quantile) => (quantile * 100).ToString("0.#######", CultureInfo.InvariantCulture);
}
