using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace ProtoBench.Protocols.Shared.Protobuf;

/// <summary>Single values of the JSON of protobuf.</summary>
internal static class JsonScalar
{
    public static WireFormat.WireType WireTypeOf(FieldType type) => type switch
    {
        FieldType.Double or FieldType.Fixed64 or FieldType.SFixed64 => WireFormat.WireType.Fixed64,
        FieldType.Float or FieldType.Fixed32 or FieldType.SFixed32 => WireFormat.WireType.Fixed32,
        FieldType.String or FieldType.Bytes or FieldType.Message => WireFormat.WireType.LengthDelimited,
        FieldType.Group => WireFormat.WireType.StartGroup,
        _ => WireFormat.WireType.Varint,
    };

    /// <summary>Is it what a field without presence has when it is not sent?</summary>
    public static bool IsDefault(FieldDescriptor field, JsonElement json, string path)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            Write(output, field, json, path);
        }

        // Of every scalar the default is zero: one varint 0, an empty text, or as many zero bytes as a fixed width has.
        return bytes.ToArray().AsSpan().IndexOfAnyExcept((byte)0) < 0;
    }

    /// <summary>The key of a map, which JSON writes as text.</summary>
    public static void WriteKey(CodedOutputStream output, FieldDescriptor key, string text, string path)
    {
        var json = key.FieldType == FieldType.Bool && text is "true" or "false" ? text : $"\"{JsonEncodedText.Encode(text)}\"";
        using var document = JsonDocument.Parse(json);
        Write(output, key, document.RootElement, $"{path}, its key");
    }

    /// <summary>Writes the value without a tag.</summary>
    public static void Write(CodedOutputStream output, FieldDescriptor field, JsonElement json, string path)
    {
        switch (field.FieldType)
        {
            case FieldType.Double:
                output.WriteDouble(Real(json, path));
                break;
            case FieldType.Float:
                output.WriteFloat(Float(json, path));
                break;
            case FieldType.Int32:
                output.WriteInt32((int)Whole(json, path, int.MinValue, int.MaxValue));
                break;
            case FieldType.SInt32:
                output.WriteSInt32((int)Whole(json, path, int.MinValue, int.MaxValue));
                break;
            case FieldType.SFixed32:
                output.WriteSFixed32((int)Whole(json, path, int.MinValue, int.MaxValue));
                break;
            case FieldType.UInt32:
                output.WriteUInt32((uint)Whole(json, path, 0, uint.MaxValue));
                break;
            case FieldType.Fixed32:
                output.WriteFixed32((uint)Whole(json, path, 0, uint.MaxValue));
                break;
            case FieldType.Int64:
                output.WriteInt64((long)Whole(json, path, long.MinValue, long.MaxValue));
                break;
            case FieldType.SInt64:
                output.WriteSInt64((long)Whole(json, path, long.MinValue, long.MaxValue));
                break;
            case FieldType.SFixed64:
                output.WriteSFixed64((long)Whole(json, path, long.MinValue, long.MaxValue));
                break;
            case FieldType.UInt64:
                output.WriteUInt64((ulong)Whole(json, path, 0, ulong.MaxValue));
                break;
            case FieldType.Fixed64:
                output.WriteFixed64((ulong)Whole(json, path, 0, ulong.MaxValue));
                break;
            case FieldType.Bool:
                output.WriteBool(json.ValueKind is JsonValueKind.True or JsonValueKind.False
                    ? json.GetBoolean()
                    : throw JsonMessage.Wrong(path, "true or false", json));
                break;
            case FieldType.String:
                output.WriteString(Text(json, path, "text"));
                break;
            case FieldType.Bytes:
                output.WriteBytes(ByteString.CopyFrom(Bytes(json, path)));
                break;
            case FieldType.Enum:
                output.WriteEnum(Enum(field.EnumType, json, path));
                break;
            default:
                throw new ProtoException($"{path}: {field.FieldType} is no single value");
        }
    }

    public static string Text(JsonElement json, string path, string wanted)
    {
        try
        {
            return json.ValueKind == JsonValueKind.String ? json.GetString()! : throw JsonMessage.Wrong(path, wanted, json);
        }
        catch (InvalidOperationException error)
        {
            throw new ProtoException($"{path}: the text is none in Unicode: {error.Message}", error);
        }
    }

    private static decimal Whole(JsonElement json, string path, decimal least, decimal most)
    {
        var text = json.ValueKind switch
        {
            JsonValueKind.Number => json.GetRawText(),
            JsonValueKind.String => Text(json, path, ""),
            _ => throw JsonMessage.Wrong(path, "a whole number", json),
        };
        return decimal.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture,
            out var number)
            && decimal.IsInteger(number) && number >= least && number <= most
                ? number
                : throw JsonMessage.Wrong(path, $"a whole number from {least} to {most}", json);
    }

    private static float Float(JsonElement json, string path)
    {
        var number = Real(json, path);
        return !double.IsFinite(number) || float.IsFinite((float)number)
            ? (float)number
            : throw JsonMessage.Wrong(path, "a number that a float can hold", json);
    }

    private static double Real(JsonElement json, string path)
    {
        var text = json.ValueKind switch
        {
            JsonValueKind.Number => json.GetRawText(),
            JsonValueKind.String => Text(json, path, ""),
            _ => throw JsonMessage.Wrong(path, "a number", json),
        };
        return text switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => double.TryParse(
                text,
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
                CultureInfo.InvariantCulture,
                out var number) && double.IsFinite(number)
                    ? number
                    : throw JsonMessage.Wrong(path, "a number", json),
        };
    }

    private static byte[] Bytes(JsonElement json, string path)
    {
        var text = Text(json, path, "bytes in base64").Replace('-', '+').Replace('_', '/').TrimEnd('=');
        try
        {
            return Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
        }
        catch (FormatException)
        {
            throw JsonMessage.Wrong(path, "bytes in base64", json);
        }
    }

    private static int Enum(EnumDescriptor type, JsonElement json, string path)
    {
        if (json.ValueKind == JsonValueKind.Number)
        {
            return (int)Whole(json, path, int.MinValue, int.MaxValue);
        }

        var wanted = $"one of {string.Join(", ", type.Values.Select(value => value.Name))}";
        return json.ValueKind == JsonValueKind.String && type.FindValueByName(json.GetString()!) is { } named
            ? named.Number
            : throw JsonMessage.Wrong(path, wanted, json);
    }
}
