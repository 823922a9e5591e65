using ProtoBench.Protocols.Shared.Payloads;

namespace ProtoBench.Protocols.Http;

/// <summary>Payload to send in pieces for stacks that copy what they are given (Kestrel, SocketsHttpHandler, WebSocket).</summary>
internal static class PayloadBlocks
{
    /// <summary>
    /// 64 KiB: large enough that a write's fixed cost vanishes, small enough that the copy stays in the second-level cache.
    /// </summary>
    public const int LargestBytes = 64 * 1024;

    /// <summary>
    /// The bytes of a message from <paramref name="offset"/> on: <paramref name="wanted"/> of them, but at most <see cref="LargestBytes"/>.
    /// </summary>
    public static ReadOnlyMemory<byte> At(long offset, long wanted) => PayloadSource.At(offset, Math.Min(wanted, LargestBytes));
}
