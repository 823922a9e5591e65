namespace ProtoBench.Model.Measurements;

/// <summary>
/// What waited in front of one way's rate of the emulated link, with the packet being sent, in equal slices of a trial's window: the most
/// at any instant of each. The lists have one value for each slice.
/// </summary>
public sealed record LinkQueueSeries
{
    /// <summary>Slices that are kept of a window; neighbours of a longer one are taken together.</summary>
    public const int Most = 200;

    /// <summary>The way of the packets: <c>up</c> to the server, or <c>down</c> to the client.</summary>
    public required string Side { get; init; }

    /// <summary>Length of a slice in seconds.</summary>
    public required double SliceSeconds { get; init; }

    /// <summary>When each slice began, in seconds from the window's start; the first one may have begun before it.</summary>
    public required IReadOnlyList<double> Seconds { get; init; }

    /// <summary>Most packets.</summary>
    public required IReadOnlyList<int> Packets { get; init; }

    /// <summary>Most bytes, IP headers included.</summary>
    public required IReadOnlyList<int> Bytes { get; init; }
}
