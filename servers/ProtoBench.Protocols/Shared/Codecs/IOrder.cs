namespace ProtoBench.Protocols.Shared.Codecs;

/// <summary>An order as every codec's own type has it: orders.proto.</summary>
internal interface IOrder
{
    long Id { get; set; }

    int AnswerBytes { get; set; }

    string Note { get; }

    int LineCount { get; }

    /// <summary>What stands in one of its lines.</summary>
    LineValues LineAt(int index);
}

/// <summary>One line of an order.</summary>
internal readonly record struct LineValues(string Sku, string Name, long Quantity, double Price);
