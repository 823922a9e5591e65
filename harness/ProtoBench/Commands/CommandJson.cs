using System.Text.Json.Serialization;
using ProtoBench.Machine;

namespace ProtoBench.Commands;

/// <summary>What <c>--json</c> prints.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<Finding>))]
[JsonSerializable(typeof(HistoryDocument))]
[JsonSerializable(typeof(IReadOnlyList<AddedRun>))]
[JsonSerializable(typeof(Listing))]
[JsonSerializable(typeof(RunDocument))]
[JsonSerializable(typeof(SelfTestDocument))]
internal sealed partial class CommandJson : JsonSerializerContext;
