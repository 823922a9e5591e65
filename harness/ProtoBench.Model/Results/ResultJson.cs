using System.Text.Json;
using System.Text.Json.Serialization;

namespace ProtoBench.Model.Results;

/// <summary>How the files of a run folder are written: camelCase, enumerations by name, absent instead of null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RunHeader))]
[JsonSerializable(typeof(Fingerprint))]
[JsonSerializable(typeof(TrialResult))]
[JsonSerializable(typeof(RunEnding))]
internal sealed partial class ResultJson : JsonSerializerContext
{
    /// <summary>For the files people read: one property a line.</summary>
    public static ResultJson Indented { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
    });
}
