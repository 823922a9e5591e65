namespace ProtoBench.Protocols.ReliableUdp;

/// <summary>What a packet says. Only <see cref="Message"/> is sent again until it is acknowledged.</summary>
internal enum PacketKind : byte
{
    /// <summary>A client wants a connection of this number; repeated until it is answered.</summary>
    Hello = 1,

    /// <summary>The server has the connection.</summary>
    Welcome,

    /// <summary>A piece of a message, and what has been received.</summary>
    Message,

    /// <summary>What has been received, with nothing to send beside it.</summary>
    Acknowledgement,

    /// <summary>The sender has closed the connection; said several times, because nobody answers.</summary>
    Close,

    /// <summary>The server does not know the connection (any more).</summary>
    Unknown,
}
