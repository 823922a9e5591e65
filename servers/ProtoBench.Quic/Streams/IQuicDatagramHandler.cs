namespace ProtoBench.Quic.Streams;

/// <summary>Whom the DATAGRAM frames of a connection are for. Runs on the loop's thread and must not block.</summary>
public interface IQuicDatagramHandler
{
    /// <summary>One has arrived. Any may be lost, and a later one may overtake it.</summary>
    void OnDatagram(ReadOnlySpan<byte> bytes);
}
