using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using ProtoBench.Protocols.Http;

namespace ProtoBench.Protocols.WebSockets;

/// <summary>Sends payload as WebSocket messages.</summary>
internal static class PayloadMessages
{
    /// <summary>
    /// Sends one binary message of <paramref name="length"/> payload bytes. A message above 64 KiB goes out in frames of 64 KiB (RFC 6455,
    /// 5.4), because .NET copies a frame into a buffer of its size.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public static async ValueTask SendPayloadAsync(this WebSocket socket, long length, CancellationToken cancellationToken)
    {
        long sent = 0;
        do
        {
            var block = PayloadBlocks.At(sent, length - sent);
            sent += block.Length;
            await socket.SendAsync(block, WebSocketMessageType.Binary, endOfMessage: sent == length, cancellationToken);
        }
        while (sent < length);
    }
}
