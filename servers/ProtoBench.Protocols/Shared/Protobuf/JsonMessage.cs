using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace ProtoBench.Protocols.Shared.Protobuf;

/// <summary>
/// Writes a message that stands in JSON in protobuf's binary form, by its descriptor alone (protobuf.dev, "ProtoJSON Format"; there is no
/// dynamic message in Google's library for .NET).
/// </summary>
public static class JsonMessage
{
    private const int MostDepth = 100;

    /// <exception cref="ProtoException">It is no JSON, or none of this type; the message names the field.</exception>
    public static byte[] Encode(MessageDescriptor type, string json)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MostDepth });
        }
        catch (JsonException error)
        {
            throw new ProtoException($"the message of type {type.FullName} is no JSON: {error.Message}", error);
        }

        using (document)
        {
            return Encode(type, document.RootElement, "message");
        }
    }

    internal static byte[] Encode(MessageDescriptor type, JsonElement json, string path)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            if (!WellKnownTypes.TryWrite(output, type, json, path))
            {
                WriteFields(output, type, json, path);
            }
        }

        return bytes.ToArray();
    }

    internal static ProtoException Wrong(string path, string wanted, JsonElement found) =>
        new($"{path}: {wanted} is wanted, and {Shorten(found.GetRawText())} is written");

    private static void WriteFields(CodedOutputStream output, MessageDescriptor type, JsonElement json, string path)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(path, $"an object ({type.FullName})", json);
        }

        var seen = new Dictionary<int, string>();
        var chosen = new Dictionary<OneofDescriptor, string>();
        var given = new List<(FieldDescriptor Field, JsonElement Value, string Path)>();
        foreach (var property in json.EnumerateObject())
        {
            var field = FindField(type, property.Name) ?? throw new ProtoException(
                $"{path}: {type.FullName} has no field '{property.Name}'; it has "
                    + $"{(type.Fields.InFieldNumberOrder() is { Count: > 0 } all ? string.Join(", ", all.Select(known => known.Name)) : "none")}");
            if (!seen.TryAdd(field.FieldNumber, property.Name))
            {
                throw new ProtoException(
                    $"{path}: the field {field.Name} is written twice, as {seen[field.FieldNumber]} and {property.Name}");
            }

            // Null is the default, but for Value, of which it is a value.
            if (property.Value.ValueKind == JsonValueKind.Null && !WellKnownTypes.TakesNull(field))
            {
                continue;
            }

            if (field.RealContainingOneof is { } choice && !chosen.TryAdd(choice, property.Name))
            {
                throw new ProtoException($"{path}: {chosen[choice]} and {property.Name} exclude each other (oneof {choice.Name})");
            }

            given.Add((field, property.Value, $"{path}.{field.Name}"));
        }

        var required = type.Fields.InFieldNumberOrder().Where(field => field.IsRequired);
        if (required.FirstOrDefault(field => !seen.ContainsKey(field.FieldNumber)) is { } missing)
        {
            throw new ProtoException($"{path}: {type.FullName} needs the field {missing.Name}");
        }

        foreach (var (field, value, where) in given.OrderBy(one => one.Field.FieldNumber))
        {
            WriteField(output, field, value, where);
        }
    }

    private static FieldDescriptor? FindField(MessageDescriptor type, string name) =>
        type.Fields.InFieldNumberOrder().FirstOrDefault(field => field.JsonName == name || field.Name == name);

    private static void WriteField(CodedOutputStream output, FieldDescriptor field, JsonElement json, string path)
    {
        if (field.IsMap)
        {
            WriteMap(output, field, json, path);
        }
        else if (field.IsRepeated)
        {
            WriteRepeated(output, field, json, path);
        }
        else if (field.HasPresence || !JsonScalar.IsDefault(field, json, path))
        {
            WriteTagged(output, field, json, path);
        }
    }

    private static void WriteMap(CodedOutputStream output, FieldDescriptor field, JsonElement json, string path)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(path, "an object of keys and values", json);
        }

        var key = field.MessageType.FindFieldByNumber(1);
        var value = field.MessageType.FindFieldByNumber(2);
        foreach (var entry in json.EnumerateObject())
        {
            using var bytes = new MemoryStream();
            using (var inner = new CodedOutputStream(bytes, leaveOpen: true))
            {
                inner.WriteTag(key.FieldNumber, JsonScalar.WireTypeOf(key.FieldType));
                JsonScalar.WriteKey(inner, key, entry.Name, path);
                WriteTagged(inner, value, entry.Value, $"{path}[{entry.Name}]");
            }

            output.WriteTag(field.FieldNumber, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(bytes.ToArray()));
        }
    }

    private static void WriteRepeated(CodedOutputStream output, FieldDescriptor field, JsonElement json, string path)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            throw Wrong(path, "a list", json);
        }

        // The library calls a repeated field packed also where its values have lengths, which never are (protobuf.dev, "Encoding").
        var isPacked = field.IsPacked
            && field.FieldType is not (FieldType.String or FieldType.Bytes or FieldType.Message or FieldType.Group);
        if (!isPacked || json.GetArrayLength() == 0)
        {
            var at = 0;
            foreach (var item in json.EnumerateArray())
            {
                WriteTagged(output, field, item, $"{path}[{at++}]");
            }

            return;
        }

        using var bytes = new MemoryStream();
        using (var inner = new CodedOutputStream(bytes, leaveOpen: true))
        {
            var at = 0;
            foreach (var item in json.EnumerateArray())
            {
                JsonScalar.Write(inner, field, item, $"{path}[{at++}]");
            }
        }

        output.WriteTag(field.FieldNumber, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(bytes.ToArray()));
    }

    private static void WriteTagged(CodedOutputStream output, FieldDescriptor field, JsonElement json, string path)
    {
        switch (field.FieldType)
        {
            case FieldType.Message:
                output.WriteTag(field.FieldNumber, WireFormat.WireType.LengthDelimited);
                output.WriteBytes(ByteString.CopyFrom(Encode(field.MessageType, json, path)));
                break;
            case FieldType.Group:
                output.WriteTag(field.FieldNumber, WireFormat.WireType.StartGroup);
                WriteFields(output, field.MessageType, json, path);
                output.WriteTag(field.FieldNumber, WireFormat.WireType.EndGroup);
                break;
            default:
                output.WriteTag(field.FieldNumber, JsonScalar.WireTypeOf(field.FieldType));
                JsonScalar.Write(output, field, json, path);
                break;
        }
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : $"{text[..40]}…";
}
