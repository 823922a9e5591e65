using System.Buffers.Binary;

namespace ProtoBench.Protocols.WebSockets;

/// <summary>
/// The first bytes of every client message outside an upload: one byte for the kind, then little-endian numbers. Exchange: the length of
/// the response (4), the payload follows. Download: the size of a message (4) and the total (8). Upload: nothing; payload messages follow,
/// an empty message ends them, and the answer is the bytes (8) and messages (8) received. Messages: the application's name; from then on
/// the WebSocket is its stream, see <see cref="WebSocketMessageStream"/>. An order: the order in its codec follows, and the answer is one
/// in the same.
/// </summary>
/// <param name="Kind">What to do.</param>
/// <param name="Size">Length of the response, or of each message of a download.</param>
/// <param name="TotalBytes">Payload of the whole download.</param>
internal readonly record struct WebSocketCommand(WebSocketCommandKind Kind, int Size, long TotalBytes)
{
    public const int ExchangeBytes = 5;
    public const int LargestBytes = 13;
    public const int UploadAnswerBytes = 16;

    /// <summary>
    /// Writes the command to the start of <paramref name="destination"/> (<see cref="LargestBytes"/> are touched) and returns its length.
    /// </summary>
    public int Write(Span<byte> destination)
    {
        destination[0] = (byte)Kind;
        BinaryPrimitives.WriteInt32LittleEndian(destination[1..], Size);
        BinaryPrimitives.WriteInt64LittleEndian(destination[5..], TotalBytes);
        return LengthOf(Kind);
    }

    /// <summary>The command at the start of <paramref name="message"/>, or null when that is not one.</summary>
    public static WebSocketCommand? Read(ReadOnlySpan<byte> message)
    {
        if (message.IsEmpty || (WebSocketCommandKind)message[0] is < WebSocketCommandKind.Exchange or > WebSocketCommandKind.ProtobufOrder)
        {
            return null;
        }

        var kind = (WebSocketCommandKind)message[0];
        if (message.Length < LengthOf(kind))
        {
            return null;
        }

        var command = new WebSocketCommand(
            kind,
            kind is WebSocketCommandKind.Exchange or WebSocketCommandKind.Download
                ? BinaryPrimitives.ReadInt32LittleEndian(message[1..])
                : 0,
            kind == WebSocketCommandKind.Download ? BinaryPrimitives.ReadInt64LittleEndian(message[5..]) : 0);
        return command.Size < (kind == WebSocketCommandKind.Download ? 1 : 0) ? null : command;
    }

    private static int LengthOf(WebSocketCommandKind kind) => kind switch
    {
        WebSocketCommandKind.Exchange => ExchangeBytes,
        WebSocketCommandKind.Download => LargestBytes,
        _ => 1,
    };
}
