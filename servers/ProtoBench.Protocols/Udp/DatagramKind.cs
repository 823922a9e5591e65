namespace ProtoBench.Protocols.Udp;

/// <summary>What a datagram says.</summary>
internal enum DatagramKind : byte
{
    /// <summary>Answer the payload with a reply of as many bytes as the argument says.</summary>
    Request = 1,

    /// <summary>The answer to the request of the same id.</summary>
    Reply,

    /// <summary>The payload of the request or transfer of the same id was not what was agreed on.</summary>
    Refusal,

    /// <summary>Send me numbered data; argument: payload bytes each, payload: the total in bytes, and how many a second (0: as
    /// many as the kernel takes).</summary>
    DownloadStart,

    /// <summary>Numbered data will come from me.</summary>
    UploadStart,

    /// <summary>The server is ready for the upload of the same id.</summary>
    UploadReady,

    /// <summary>
    /// Payload of a transfer; the id counts from 0, argument: its bytes, so that several that were received as one can be told apart (0,
    /// from builds before this: all of them).
    /// </summary>
    Content,

    /// <summary>I am still receiving.</summary>
    KeepAlive,

    /// <summary>Send no more content.</summary>
    Stop,

    /// <summary>No more content will come; payload: how much was sent.</summary>
    End,

    /// <summary>Answer to <see cref="End"/>; payload: how much was received, argument: 1 when that is final.</summary>
    EndSeen,

    /// <summary>Messages will flow; payload: the application's name.</summary>
    FlowOpen,

    /// <summary>The server has the flow of the same id.</summary>
    FlowOpened,

    /// <summary>What went wrong on the server, in words.</summary>
    FlowRefused,

    /// <summary>One message of a flow.</summary>
    FlowMessage,

    /// <summary>No more messages will come.</summary>
    FlowEnd,
}
