namespace ProtoBench.Contract;

/// <summary>A connection whose transport runs in this process and can say what it did.</summary>
public interface ITransportCounters
{
    /// <summary>Counted since the connection was opened; at most 100 ms old while packets flow.</summary>
    TransportCounters Counters { get; }
}
