using ProtoBench.Protocols.Shared.Payloads;

namespace ProtoBench.Protocols.StreamSockets;

/// <summary>
/// A buffer that grows to what one message needs, up to <see cref="PayloadSource.LargestPieceBytes"/>, and is then reused: small messages
/// travel with their header in one system call, large ones in pieces, and many idle connections cost little memory.
/// </summary>
internal sealed class StreamBuffer
{
    private const int FirstBytes = 4 * 1024;

    public byte[] Bytes { get; private set; } = new byte[FirstBytes];

    /// <summary>Makes room for <paramref name="wanted"/> bytes or the largest piece, keeping what is there.</summary>
    public void Reserve(int wanted)
    {
        if (wanted <= Bytes.Length || Bytes.Length == PayloadSource.LargestPieceBytes)
        {
            return;
        }

        var length = (int)Math.Min(System.Numerics.BitOperations.RoundUpToPowerOf2((uint)wanted), PayloadSource.LargestPieceBytes);
        var larger = new byte[length];
        Bytes.CopyTo(larger, 0);
        Bytes = larger;
    }
}
