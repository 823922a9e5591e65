using System.Text.Json.Serialization;

namespace ProtoBench.Protocols.Shared.Codecs;

/// <summary>An order as users of System.Text.Json declare it.</summary>
internal sealed class JsonOrder : IOrder
{
    public long Id { get; set; }

    public int AnswerBytes { get; set; }

    public string Note { get; set; } = "";

    public List<JsonOrderLine> Lines { get; set; } = [];

    [JsonIgnore]
    public int LineCount => Lines.Count;

    public LineValues LineAt(int index) => Lines[index] is var line ? new(line.Sku, line.Name, line.Quantity, line.Price) : default;
}

/// <summary>One of its lines.</summary>
internal sealed class JsonOrderLine
{
    public string Sku { get; set; } = "";

    public string Name { get; set; } = "";

    public long Quantity { get; set; }

    public double Price { get; set; }
}

/// <summary>The code that the compiler generates for them.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JsonOrder))]
internal sealed partial class OrderJson : JsonSerializerContext;
