using ProtoBench.Contract;

namespace ProtoBench.Protocols.Shared.Payloads;

/// <summary>
/// Payload to send from memory that is filled once and shared by all connections, so that sending large messages copies nothing.
/// </summary>
internal static class PayloadSource
{
    /// <summary>
    /// 256 KiB: the largest piece handed to the kernel at once. Beyond 128 KiB (what iperf3 writes) throughput no longer grows.
    /// </summary>
    public const int LargestPieceBytes = 256 * 1024;

    // Payload bytes repeat after 251, so every piece starts within the first 251 bytes.
    private const int Period = 251;
    private static readonly byte[] Bytes = Payload.Create(LargestPieceBytes + Period);

    /// <summary>
    /// The bytes a message has from <paramref name="offset"/> on: <paramref name="length"/> of them, or the largest piece.
    /// </summary>
    public static ReadOnlyMemory<byte> At(long offset, long length) =>
        Bytes.AsMemory((int)(offset % Period), (int)Math.Min(length, LargestPieceBytes));
}
