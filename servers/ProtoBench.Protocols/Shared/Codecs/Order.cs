namespace ProtoBench.Protocols.Shared.Codecs;

/// <summary>The rest of it is generated from orders.proto.</summary>
internal sealed partial class Order : IOrder
{
    public int LineCount => Lines.Count;

    public LineValues LineAt(int index) => Lines[index] is var line ? new(line.Sku, line.Name, line.Quantity, line.Price) : default;
}
