namespace ProtoBench.Protocols.StreamSockets;

/// <summary>What a request frame asks for.</summary>
internal enum FrameKind
{
    /// <summary>The payload follows; answer with as many bytes as the argument says.</summary>
    Exchange = 0,

    /// <summary>An 8-byte total follows; send so many raw bytes in writes of the argument's size.</summary>
    Download = 1,

    /// <summary>Raw bytes follow until the sender half-closes; answer with the 8-byte count of what arrived.</summary>
    Upload = 2,

    /// <summary>An application's name follows; from then on both sides send messages.</summary>
    Messages = 3,
}
