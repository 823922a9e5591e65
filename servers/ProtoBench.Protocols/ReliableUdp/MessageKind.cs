namespace ProtoBench.Protocols.ReliableUdp;

/// <summary>What a piece of a message says.</summary>
internal enum MessageKind : byte
{
    /// <summary>A piece of a request; argument: payload bytes that the reply must have.</summary>
    Request = 1,

    /// <summary>A piece of the answer to the request of the same id.</summary>
    Reply,

    /// <summary>The payload of the request of the same id was not what was agreed on.</summary>
    Refusal,

    /// <summary>The client opens a stream of messages to the application that the payload names.</summary>
    OpenMessages,

    /// <summary>It opens a stream for a download; offset: the total, argument: bytes per write.</summary>
    OpenDownload,

    /// <summary>It opens a stream for an upload.</summary>
    OpenUpload,

    /// <summary>Bytes of a stream, from the offset on.</summary>
    Bytes,

    /// <summary>The stream's sender has sent all; offset: how many bytes.</summary>
    End,

    /// <summary>The sender has given the stream up, both ways.</summary>
    GiveUp,

    /// <summary>So many bytes of the stream (offset) may be sent in all: its reader has room.</summary>
    Credit,
}
