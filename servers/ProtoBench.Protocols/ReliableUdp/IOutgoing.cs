namespace ProtoBench.Protocols.ReliableUdp;

/// <summary>Something that is sent in pieces as the window has room. Called within the channel's lock.</summary>
internal interface IOutgoing
{
    /// <summary>Stands in the channel's queue; the channel's own mark.</summary>
    bool IsQueued { get; set; }

    /// <summary>Writes the next piece.</summary>
    /// <param name="room">Where to; <see cref="MessageHeader.LargestPiece"/> bytes.</param>
    /// <param name="header">What stands before it.</param>
    /// <param name="more">Is there another piece to send after it?</param>
    /// <returns>Its bytes; negative: there is none (any more), or not yet.</returns>
    int Fill(Span<byte> room, out MessageHeader header, out bool more);
}
