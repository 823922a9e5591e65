namespace ProtoBench.Protocols.WebSockets;

/// <summary>The first byte of a client's message.</summary>
internal enum WebSocketCommandKind : byte
{
    Exchange = 1,
    Download = 2,
    Upload = 3,
    Messages = 4,
    JsonOrder = 5,
    ProtobufOrder = 6,
}
