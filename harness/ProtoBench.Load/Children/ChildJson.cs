using System.Text.Json;
using System.Text.Json.Serialization;

namespace ProtoBench.Load.Children;

/// <summary>Reads and writes <see cref="ChildMessage"/> lines. Source-generated, so that a child's start pays for no reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChildMessage))]
internal sealed partial class ChildJson : JsonSerializerContext
{
    public static string Write(ChildMessage message) => JsonSerializer.Serialize(message, Default.ChildMessage);

    /// <exception cref="FormatException">The line is not a message; the text says which line.</exception>
    public static ChildMessage Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, Default.ChildMessage) ?? throw new FormatException("an empty message");
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            throw new FormatException(
                $"not a message of contract {ProtoBench.Load.Children.ChildMessage.Contract}: {Shorten(line)}", error);
        }
    }

    private static string Shorten(string line) => line.Length <= 200 ? line : line[..200] + "…";
}
