using System.Globalization;
using System.Text.Json;

namespace ProtoBench.Model.Scenarios.LoadShapes;

/// <summary>
/// Times in a text, one a line: <c>0.25</c> and <c>0.25 s</c> are seconds, <c>250 ms</c> milliseconds. A line may be a JSON object with
/// <c>time</c> (seconds, or a date and time as ISO 8601 has it) or <c>ms</c>. Empty lines and those that begin with # are left out. Only
/// the differences count, so that times may be those of a clock. Pure.
/// </summary>
internal static class RecordedTimes
{
    /// <summary>Arrivals of a file: a day of 10 a second.</summary>
    public const int MostArrivals = 1_000_000;

    /// <summary>Seconds from the first time, or what is wrong with which line.</summary>
    public static (IReadOnlyList<double> Offsets, string? Fault) Parse(string text)
    {
        var times = new List<double>();
        var (number, lastLine) = (0, 0);
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (TimeOf(line) is not { } time || !double.IsFinite(time))
            {
                return ([], $"line {number} is no time: '{(line.Length > 40 ? line[..40] + "…" : line)}'");
            }

            if (times.Count > 0 && time < times[^1])
            {
                return ([], $"the time in line {number} lies before that in line {lastLine}");
            }

            if (times.Count == MostArrivals)
            {
                return ([], $"line {number} is one more than the {MostArrivals:N0} arrivals that a file may have");
            }

            times.Add(time);
            lastLine = number;
        }

        // Subtracted once: times of a clock have seconds since 1970 before the point.
        return times.Count == 0 ? ([], "there is no time in it") : ([.. times.Select(time => time - times[0])], null);
    }

    private static double? TimeOf(string line)
    {
        if (line[0] == '{')
        {
            return OfObject(line);
        }

        var milliseconds = line.EndsWith("ms", StringComparison.Ordinal);
        var digits = milliseconds ? line[..^2] : line.EndsWith('s') ? line[..^1] : line;
        return Number(digits.TrimEnd()) / (milliseconds ? 1e3 : 1);
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static double? OfObject(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement switch
            {
                var root when root.TryGetProperty("ms", out var ms) && ms.ValueKind == JsonValueKind.Number => ms.GetDouble() / 1e3,
                var root when root.TryGetProperty("time", out var time) => time.ValueKind switch
                {
                    JsonValueKind.Number => time.GetDouble(),
                    JsonValueKind.String when time.TryGetDateTimeOffset(out var instant) =>
                        (instant - DateTimeOffset.UnixEpoch).TotalSeconds,
                    _ => null,
                },
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
