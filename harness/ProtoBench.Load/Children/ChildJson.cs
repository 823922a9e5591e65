using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ProtoBench.Load.Children;

/// <summary>Reads and writes <see cref="ChildMessage"/> lines. Source-generated, so that a child's start pays for no reflection.</summary>
/// <remarks>
/// Each kind of message has metadata of its own, which is made when the first of its kind is written or read. Asked for all kinds at once,
/// as the serializer does for the base type, a child compiled 1,750 methods of it (generics over our structs and enumerations, which the
/// framework brings no native code for) before it could say hello.
/// </remarks>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChildMessage))]
internal sealed partial class ChildJson : JsonSerializerContext
{
    // How every line begins, before the name of its kind.
    private const string Start = "{\"type\":\"";

    private static readonly Dictionary<string, Type> Kinds = typeof(ChildMessage).GetCustomAttributes<JsonDerivedTypeAttribute>()
        .ToDictionary(kind => (string)kind.TypeDiscriminator!, kind => kind.DerivedType);

    private static readonly Dictionary<Type, string> Names = Kinds.ToDictionary(kind => kind.Value, kind => kind.Key);

    public static string Write(ChildMessage message)
    {
        // {"version":3,...} or {}, behind the name.
        var line = JsonSerializer.Serialize(message, Of(message.GetType()));
        return $"{Start}{Names[message.GetType()]}\"{(line.Length > 2 ? "," : "")}{line.AsSpan(1)}";
    }

    /// <exception cref="FormatException">The line is not a message; the text says which line.</exception>
    public static ChildMessage Read(string line)
    {
        try
        {
            return (ChildMessage?)JsonSerializer.Deserialize(line, KindOf(line)) ?? throw new FormatException("an empty message");
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            throw new FormatException(
                $"not a message of contract {ProtoBench.Load.Children.ChildMessage.Contract}: {Shorten(line)}", error);
        }
    }

    /// <summary>
    /// Makes what reading and writing such messages takes, so that it is there when one comes. For the time in which there is nothing else
    /// to do.
    /// </summary>
    public static void Prepare<TMessage>()
        where TMessage : ChildMessage
    {
        try
        {
            _ = JsonSerializer.Deserialize("{}", Of(typeof(TMessage)));
        }
        catch (JsonException)
        {
            // A kind that must not be empty: its metadata is made all the same.
        }
    }

    // Whoever writes the name elsewhere, or not at all, is left to the serializer and its complaint.
    private static JsonTypeInfo KindOf(string line) =>
        line.StartsWith(Start, StringComparison.Ordinal)
        && line.IndexOf('"', Start.Length) is > 0 and var end
        && Kinds.TryGetValue(line[Start.Length..end], out var kind)
            ? Of(kind)
            : Default.ChildMessage;

    private static JsonTypeInfo Of(Type kind) =>
        Default.Options.GetTypeInfo(kind);

    private static string Shorten(string line) => line.Length <= 200 ? line : line[..200] + "…";
}
