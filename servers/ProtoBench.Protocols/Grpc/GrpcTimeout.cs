using System.Globalization;

namespace ProtoBench.Protocols.Grpc;

/// <summary>The grpc-timeout header: at most eight digits and a unit (PROTOCOL-HTTP2.md, "Timeout").</summary>
internal static class GrpcTimeout
{
    private const long LargestNumber = 99_999_999;
    private const long NanosecondsPerTick = 100;

    /// <summary>A timeout that outlasts any timer here; 49 days is the longest one that CancellationTokenSource takes.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(49);

    // From the finest to the coarsest, so that Format keeps the most digits.
    private static readonly (char Unit, long Ticks)[] Units =
    [
        ('u', TimeSpan.TicksPerMicrosecond),
        ('m', TimeSpan.TicksPerMillisecond),
        ('S', TimeSpan.TicksPerSecond),
        ('M', TimeSpan.TicksPerMinute),
        ('H', TimeSpan.TicksPerHour),
    ];

    /// <summary>The finest form that fits eight digits, rounded up so that the server never gives up before the client wants it to.</summary>
    public static string Format(TimeSpan timeout)
    {
        var ticks = Math.Max(timeout.Ticks, 0);
        foreach (var (unit, ticksPerUnit) in Units)
        {
            var number = (ticks + ticksPerUnit - 1) / ticksPerUnit;
            if (number <= LargestNumber)
            {
                return $"{number}{unit}";
            }
        }

        return $"{LargestNumber}H";
    }

    /// <summary>The time span <paramref name="header"/> stands for, at most <see cref="Longest"/>, or null when it is malformed.</summary>
    public static TimeSpan? Parse(ReadOnlySpan<char> header)
    {
        if (header.Length is < 2 or > 9
            || !long.TryParse(header[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        if (header[^1] == 'n')
        {
            return TimeSpan.FromTicks((number + NanosecondsPerTick - 1) / NanosecondsPerTick);
        }

        foreach (var (unit, ticksPerUnit) in Units)
        {
            if (unit == header[^1])
            {
                return number > Longest.Ticks / ticksPerUnit ? Longest : TimeSpan.FromTicks(number * ticksPerUnit);
            }
        }

        return null;
    }
}
