using System.Buffers;
using System.Buffers.Binary;

namespace ProtoBench.Contract.Duplicates;

/// <summary>
/// Says of two requests that they are for the same exchange, whatever connections they come on: the first bytes of a request's payload,
/// little endian.
/// </summary>
/// <param name="Client">Of whoever counts the exchanges, unlike any other's; 0 with a number of 0: there is no id.</param>
/// <param name="Number">The exchange, doubled, and 1 more where it belongs to the window that is measured.</param>
public readonly record struct RequestId(long Client, long Number)
{
    /// <summary>As long as a UUID.</summary>
    public const int Bytes = 16;

    public bool IsMeasured => (Number & 1) != 0;

    /// <param name="client">As <see cref="Client"/>.</param>
    /// <param name="exchange">From 1 on.</param>
    /// <param name="measured">As <see cref="IsMeasured"/>.</param>
    public static RequestId Of(long client, long exchange, bool measured) => new(client, (exchange << 1) | (measured ? 1L : 0));

    /// <summary>The id that a payload begins with; the default where it is too short for one.</summary>
    public static RequestId Read(ReadOnlySpan<byte> payload) => payload.Length < Bytes
        ? default
        : new(BinaryPrimitives.ReadInt64LittleEndian(payload), BinaryPrimitives.ReadInt64LittleEndian(payload[sizeof(long)..]));

    /// <summary>The same of a payload that came in pieces.</summary>
    public static RequestId Read(ReadOnlySequence<byte> payload)
    {
        if (payload.FirstSpan.Length >= Bytes || payload.Length < Bytes)
        {
            return Read(payload.FirstSpan);
        }

        Span<byte> together = stackalloc byte[Bytes];
        payload.Slice(0, Bytes).CopyTo(together);
        return Read(together);
    }

    // Numbers of a window are all odd: as they are, they would fill every other chain of a table only.
    public override int GetHashCode() => HashCode.Combine(Client, Number);

    public void Write(Span<byte> payload)
    {
        BinaryPrimitives.WriteInt64LittleEndian(payload, Client);
        BinaryPrimitives.WriteInt64LittleEndian(payload[sizeof(long)..], Number);
    }
}
