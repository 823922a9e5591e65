namespace ProtoBench.Links.Certification;

/// <summary>What arrived of a one-way flow of numbered datagrams.</summary>
internal sealed record FlowResult
{
    public required int Sent { get; init; }

    /// <summary>How often each packet arrived, by its number.</summary>
    public required byte[] Arrivals { get; init; }

    /// <summary>Distinct packets that arrived.</summary>
    public required int Received { get; init; }

    /// <summary>Arrivals of packets that had arrived before.</summary>
    public required int Repeated { get; init; }

    /// <summary>First arrivals behind a packet with a higher number.</summary>
    public required int OutOfOrder { get; init; }

    /// <summary>Bits a second of IP packets between the first and the last arrival, the first one's own bytes left out.</summary>
    public required double BitsPerSecond { get; init; }

    /// <summary>Time between the first and the last arrival, in nanoseconds.</summary>
    public required long Span { get; init; }

    /// <summary>When each packet was sent, in nanoseconds from the link's start.</summary>
    public required long[] SentAt { get; init; }

    public int Missing => Sent - Received;

    /// <summary>Lengths of the runs of missing packets: how many, and their mean.</summary>
    public (int Count, double Mean) MissingRuns()
    {
        var runs = 0;
        for (var i = 0; i < Sent; i++)
        {
            runs += Arrivals[i] == 0 && (i == 0 || Arrivals[i - 1] != 0) ? 1 : 0;
        }

        return (runs, runs == 0 ? 0 : (double)Missing / runs);
    }
}
