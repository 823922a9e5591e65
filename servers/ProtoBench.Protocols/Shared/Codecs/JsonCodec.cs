using System.Buffers;
using System.Text.Json;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.Shared.Codecs;

/// <summary>JSON by System.Text.Json with the code its generator writes.</summary>
internal sealed class JsonCodec : MessageCodec
{
    // One a thread: encoding is synchronous, and the writer has buffers worth keeping.
    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    public override string MediaType => "application/json";

    public override string Description { get; } = $"JSON by System.Text.Json {Environment.Version}, source-generated";

    protected override Codec Codec => Codec.Json;

    public override int? LengthOf(IOrder order) => null;

    public override void Encode(IOrder order, IBufferWriter<byte> destination)
    {
        var writer = _writer ??= new Utf8JsonWriter(destination, new JsonWriterOptions { SkipValidation = true });
        writer.Reset(destination);
        JsonSerializer.Serialize(writer, (JsonOrder)order, OrderJson.Default.JsonOrder);
        writer.Flush();
    }

    public override IOrder Decode(in ReadOnlySequence<byte> encoded)
    {
        try
        {
            var reader = new Utf8JsonReader(encoded);
            return JsonSerializer.Deserialize(ref reader, OrderJson.Default.JsonOrder)
                ?? throw new BadResponseException("the message is no order in JSON: it is null");
        }
        catch (JsonException error)
        {
            throw new BadResponseException($"the message is no order in JSON: {error.Message}", error);
        }
    }

    protected override IOrder Build(int contentBytes)
    {
        var order = new JsonOrder { Note = OrderContent.NoteOf(contentBytes) };
        for (var index = 0; index < OrderContent.LinesOf(contentBytes); index++)
        {
            var line = OrderContent.LineOf(index);
            order.Lines.Add(new JsonOrderLine { Sku = line.Sku, Name = line.Name, Quantity = line.Quantity, Price = line.Price });
        }

        return order;
    }
}
