using System.Buffers.Binary;

namespace ProtoBench.Load.Workloads.Push;

/// <summary>What stands at the beginning of every pushed message; the rest of it is payload.</summary>
/// <param name="Intended">When the event was due, in nanoseconds of the server's clock.</param>
/// <param name="Sent">When the server handed it to its transport for this subscriber, on the same clock.</param>
/// <param name="Number">From 0, ascending by one, the same for all subscribers.</param>
/// <param name="PacingNanoseconds">How late the server's pacing thread came to it; 4.2 s stand for all that is later.</param>
internal readonly record struct PushEvent(long Intended, long Sent, uint Number, uint PacingNanoseconds)
{
    public const int HeaderBytes = 24;

    public static PushEvent Read(ReadOnlySpan<byte> message) => new(
        BinaryPrimitives.ReadInt64LittleEndian(message),
        BinaryPrimitives.ReadInt64LittleEndian(message[8..]),
        BinaryPrimitives.ReadUInt32LittleEndian(message[16..]),
        BinaryPrimitives.ReadUInt32LittleEndian(message[20..]));

    public void Write(Span<byte> message)
    {
        BinaryPrimitives.WriteInt64LittleEndian(message, Intended);
        BinaryPrimitives.WriteInt64LittleEndian(message[8..], Sent);
        BinaryPrimitives.WriteUInt32LittleEndian(message[16..], Number);
        BinaryPrimitives.WriteUInt32LittleEndian(message[20..], PacingNanoseconds);
    }
}
