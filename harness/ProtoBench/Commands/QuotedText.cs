using System.Text.Json.Serialization;

namespace ProtoBench.Commands;

/// <summary>Text in the quotes of JSON.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class QuotedText : JsonSerializerContext;
