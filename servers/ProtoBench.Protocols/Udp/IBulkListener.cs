namespace ProtoBench.Protocols.Udp;

/// <summary>The transfer that a client's connection is used for; gets what is not part of an exchange.</summary>
internal interface IBulkListener
{
    /// <summary>Called by the receiving thread.</summary>
    void Take(DatagramHeader header, ReadOnlySpan<byte> payload);

    /// <summary>The connection broke.</summary>
    void Fail(Exception error);
}
