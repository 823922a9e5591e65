using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace ProtoBench.Protocols.Shared.Protobuf;

/// <summary>The types of google.protobuf that have a JSON of their own.</summary>
internal static partial class WellKnownTypes
{
    private const string Package = "google.protobuf.";

    /// <summary>Is null a value of the field, and not its absence?</summary>
    public static bool TakesNull(FieldDescriptor field) =>
        field is { FieldType: FieldType.Message, IsRepeated: false, MessageType.FullName: Package + "Value" };

    /// <summary>Writes the fields of such a type. False: it is none of them.</summary>
    public static bool TryWrite(CodedOutputStream output, MessageDescriptor type, JsonElement json, string path)
    {
        if (!type.FullName.StartsWith(Package, StringComparison.Ordinal))
        {
            return false;
        }

        switch (type.FullName[Package.Length..])
        {
            case "Timestamp":
                Write(output, TimestampOf(json, path));
                return true;
            case "Duration":
                Write(output, DurationOf(json, path));
                return true;
            case "FieldMask":
                Write(output, FieldMaskOf(json, path));
                return true;
            case "Struct":
                Write(output, StructOf(json, path));
                return true;
            case "Value":
                Write(output, ValueOf(json, path));
                return true;
            case "ListValue":
                Write(output, ListOf(json, path));
                return true;
            case "Any":
                throw new ProtoException($"{path}: a google.protobuf.Any cannot be written in JSON here; take another message");
            case "DoubleValue" or "FloatValue" or "Int64Value" or "UInt64Value" or "Int32Value" or "UInt32Value" or "BoolValue"
                or "StringValue" or "BytesValue":
                WriteWrapped(output, type.FindFieldByNumber(1), json, path);
                return true;
            default:
                return false;
        }
    }

    private static void Write(CodedOutputStream output, IMessage message) => message.WriteTo(output);

    // The JSON of a wrapper is that of the value in it.
    private static void WriteWrapped(CodedOutputStream output, FieldDescriptor value, JsonElement json, string path)
    {
        if (!JsonScalar.IsDefault(value, json, path))
        {
            output.WriteTag(value.FieldNumber, JsonScalar.WireTypeOf(value.FieldType));
            JsonScalar.Write(output, value, json, path);
        }
    }

    private static Timestamp TimestampOf(JsonElement json, string path)
    {
        const string Wanted = "a time such as \"2026-01-31T12:00:00Z\"";
        var text = JsonScalar.Text(json, path, Wanted);
        if (TimePattern().Match(text) is not { Success: true } match
            || !DateTimeOffset.TryParse(
                match.Groups["time"].Value + match.Groups["zone"].Value,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var time))
        {
            throw JsonMessage.Wrong(path, Wanted, json);
        }

        return new Timestamp { Seconds = time.ToUnixTimeSeconds(), Nanos = NanosOf(match.Groups["fraction"].Value) };
    }

    private static Duration DurationOf(JsonElement json, string path)
    {
        const string Wanted = "a duration such as \"1.5s\"";
        if (DurationPattern().Match(JsonScalar.Text(json, path, Wanted)) is not { Success: true } match
            || !long.TryParse(match.Groups["seconds"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds > Duration.MaxSeconds)
        {
            throw JsonMessage.Wrong(path, Wanted, json);
        }

        var sign = match.Groups["sign"].Length > 0 ? -1 : 1;
        return new Duration { Seconds = sign * seconds, Nanos = sign * NanosOf(match.Groups["fraction"].Value) };
    }

    private static FieldMask FieldMaskOf(JsonElement json, string path)
    {
        var text = JsonScalar.Text(json, path, "field names such as \"user.displayName,photo\"");
        var mask = new FieldMask();
        mask.Paths.AddRange(text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(
            field => CapitalPattern().Replace(field, capital => $"_{char.ToLowerInvariant(capital.Value[0])}")));
        return mask;
    }

    private static Struct StructOf(JsonElement json, string path)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw JsonMessage.Wrong(path, "an object", json);
        }

        var made = new Struct();
        foreach (var property in json.EnumerateObject())
        {
            made.Fields[property.Name] = ValueOf(property.Value, path);
        }

        return made;
    }

    private static ListValue ListOf(JsonElement json, string path)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            throw JsonMessage.Wrong(path, "a list", json);
        }

        var made = new ListValue();
        made.Values.AddRange(json.EnumerateArray().Select(item => ValueOf(item, path)));
        return made;
    }

    private static Value ValueOf(JsonElement json, string path) => json.ValueKind switch
    {
        JsonValueKind.Null => Value.ForNull(),
        JsonValueKind.True or JsonValueKind.False => Value.ForBool(json.GetBoolean()),
        JsonValueKind.Number => Value.ForNumber(json.GetDouble()),
        JsonValueKind.String => Value.ForString(JsonScalar.Text(json, path, "text")),
        JsonValueKind.Array => new Value { ListValue = ListOf(json, path) },
        _ => new Value { StructValue = StructOf(json, path) },
    };

    private static int NanosOf(string fraction) =>
        fraction.Length == 0 ? 0 : int.Parse(fraction.PadRight(9, '0'), NumberStyles.None, CultureInfo.InvariantCulture);

    // RFC 3339, with up to nine digits of a second.
    [GeneratedRegex(
        @"^(?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.(?<fraction>\d{1,9}))?(?<zone>Z|[-+]\d\d:\d\d)$", RegexOptions.ExplicitCapture)]
    private static partial Regex TimePattern();

    [GeneratedRegex(@"^(?<sign>-?)(?<seconds>\d+)(\.(?<fraction>\d{1,9}))?s$", RegexOptions.ExplicitCapture)]
    private static partial Regex DurationPattern();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex CapitalPattern();
}
