using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ProtoBench.Analysis.History;

/// <summary>How points and acknowledgements are written: one line, camelCase, absent instead of null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HistoryPoint))]
[JsonSerializable(typeof(Acknowledgement))]
internal sealed partial class HistoryJson : JsonSerializerContext
{
    // Files are read by people and compared by git: a µ stays a µ. Nothing of it goes into a web page.
    private static readonly HistoryJson Readable = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>Without the end of the line.</summary>
    public static string Line(HistoryPoint point) => JsonSerializer.Serialize(point, Readable.HistoryPoint);

    /// <summary>Without the end of the line.</summary>
    public static string Line(Acknowledgement acknowledgement) => JsonSerializer.Serialize(acknowledgement, Readable.Acknowledgement);

    /// <exception cref="JsonException">It is not a point, or one of a version this program does not know.</exception>
    public static HistoryPoint Point(string line) =>
        InOrder(Measured(Known(JsonSerializer.Deserialize(line, Default.HistoryPoint), point => point.Version)));

    /// <exception cref="JsonException">It is not an acknowledgement, or one of a version this program does not know.</exception>
    public static Acknowledgement Acknowledged(string line) =>
        Known(JsonSerializer.Deserialize(line, Default.Acknowledgement), acknowledgement => acknowledgement.Version);

    // jsonb orders names by their length; whatever the order was, equal points are equal lines.
    private static HistoryPoint InOrder(HistoryPoint point) => point with
    {
        Environment = new SortedDictionary<string, string>(point.Environment.ToDictionary(), StringComparer.Ordinal),
        Cells = [.. point.Cells.Select(
            cell => cell with { Values = new SortedDictionary<string, double>(cell.Values.ToDictionary(), StringComparer.Ordinal) })],
    };

    // A line that can be read and yet is no run: without cells it would be the newest run of its history and say nothing.
    private static HistoryPoint Measured(HistoryPoint point) =>
        point.Cells is null or { Count: 0 } ? throw new JsonException("it has no cells")
            : point.Environment is null ? throw new JsonException("it has no environment")
            : point.Cells.Any(cell => cell?.Values is null) ? throw new JsonException("a cell has no values")
            : point;

    private static T Known<T>(T? value, Func<T, int> version)
        where T : class
    {
        if (value is null)
        {
            throw new JsonException("it is null");
        }

        return version(value) == History.HistoryPoint.CurrentVersion
            ? value
            : throw new JsonException($"version {version(value)}, and this program knows version {History.HistoryPoint.CurrentVersion}");
    }
}
