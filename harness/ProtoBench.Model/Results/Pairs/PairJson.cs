using System.Text.Json;
using System.Text.Json.Serialization;

namespace ProtoBench.Model.Results.Pairs;

/// <summary>How the files of an interleaved comparison are written; like <see cref="ResultJson"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PairHeader))]
[JsonSerializable(typeof(PairResult))]
internal sealed partial class PairJson : JsonSerializerContext
{
    /// <summary>For the file people read: one property a line.</summary>
    public static PairJson Indented { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
    });
}
