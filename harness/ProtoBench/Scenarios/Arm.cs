using System.Text.Json.Serialization;

namespace ProtoBench.Scenarios;

/// <summary>
/// One side of a comparison: a protocol with its settings. Each setting adds its own property in its file under <c>Settings/</c>; the order attribute keeps the
/// order in stored runs.
/// </summary>
public sealed partial record Arm
{
    /// <summary>Unique within the scenario and shown everywhere. Default: the protocol's name with its settings, such as <c>websocket-http2-tls</c>.</summary>
    [JsonPropertyOrder(-2)]
    public required string Label { get; init; }

    /// <summary>A name of the protocol catalog.</summary>
    [JsonPropertyOrder(-1)]
    public required string Protocol { get; init; }
}
