using System.Buffers;
using System.Reflection;
using Google.Protobuf;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.Shared.Codecs;

/// <summary>Protocol Buffers' binary form by Google.Protobuf with the code its compiler generates.</summary>
internal sealed class ProtobufCodec : MessageCodec
{
    public override string MediaType => "application/x-protobuf";

    public override string Description { get; } = $"Protobuf by Google.Protobuf {Version()}, generated code";

    protected override Codec Codec => Codec.Protobuf;

    public override int? LengthOf(IOrder order) => ((Order)order).CalculateSize();

    public override void Encode(IOrder order, IBufferWriter<byte> destination) => ((Order)order).WriteTo(destination);

    public override IOrder Decode(in ReadOnlySequence<byte> encoded)
    {
        try
        {
            return Order.Parser.ParseFrom(encoded);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new BadResponseException($"the message is no order in Protobuf: {error.Message}", error);
        }
    }

    protected override IOrder Build(int contentBytes)
    {
        var order = new Order { Note = OrderContent.NoteOf(contentBytes) };
        for (var index = 0; index < OrderContent.LinesOf(contentBytes); index++)
        {
            var line = OrderContent.LineOf(index);
            order.Lines.Add(new OrderLine { Sku = line.Sku, Name = line.Name, Quantity = line.Quantity, Price = line.Price });
        }

        return order;
    }

    // Without the commit that SourceLink adds.
    private static string? Version() =>
        typeof(IMessage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
}
