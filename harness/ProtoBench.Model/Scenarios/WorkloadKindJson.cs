using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ProtoBench.Model.Scenarios;

/// <summary>
/// Writes a kind's name into files as the members of enumerations are written there: <c>exchange</c> as <c>Exchange</c>, <c>two-words</c>
/// as <c>TwoWords</c>.
/// </summary>
internal sealed class WorkloadKindJson : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var written = reader.GetString() ?? throw new JsonException("a workload's kind is a word");
        var name = new StringBuilder(written.Length + 2);
        foreach (var letter in written)
        {
            if (char.IsAsciiLetterUpper(letter) && name.Length > 0)
            {
                name.Append('-');
            }

            name.Append(char.ToLowerInvariant(letter));
        }

        return name.ToString();
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(
            string.Concat(value.Split('-').Select(part => part.Length == 0 ? "" : char.ToUpperInvariant(part[0]) + part[1..])));
}
