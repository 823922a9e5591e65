namespace ProtoBench.Model.Text;

/// <summary>What a number means, and with it how it is written. The value's own unit is in each name.</summary>
internal enum Quantity
{
    /// <summary>A plain count without unit.</summary>
    Count,

    /// <summary>A latency or a processor time in microseconds; written as ns, µs, ms or s.</summary>
    Microseconds,

    /// <summary>A moment or length in seconds; always written in seconds.</summary>
    Seconds,

    /// <summary>Events per second.</summary>
    PerSecond,

    /// <summary>Bytes, with binary prefixes.</summary>
    Bytes,

    /// <summary>Bytes per second, with binary prefixes.</summary>
    BytesPerSecond,

    /// <summary>A part of a whole from 0 to 1, written in percent.</summary>
    Share,

    /// <summary>A factor, written with ×.</summary>
    Factor,

    /// <summary>A quantile from 0 to 1, written as a percentile: 0.999 is <c>99.9</c>.</summary>
    Percentile,
}
