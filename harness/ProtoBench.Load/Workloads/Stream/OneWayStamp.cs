using System.Buffers.Binary;

namespace ProtoBench.Load.Workloads.Stream;

/// <summary>
/// The times that every message one way begins with, in nanoseconds of CLOCK_MONOTONIC. The client has them read on its own clock or on
/// the server's, so that the receiver alone knows how long the message was on its way.
/// </summary>
/// <param name="Intended">When it was due; negative: this is no message, but the end of the sender's side with its account behind.</param>
/// <param name="Sent">When it was handed to the stream.</param>
/// <param name="Waited">Did its sender wait for that instant? Otherwise the message before it was still being taken.</param>
/// <param name="Window">Length of the window that <paramref name="Intended"/> lies in; 0: the sender knows of none.</param>
internal readonly record struct OneWayStamp(long Intended, long Sent, bool Waited, long Window)
{
    /// <summary>What a stamp takes of a message.</summary>
    public const int Bytes = 32;

    public bool IsEnd => Intended < 0;

    public static OneWayStamp End { get; } = new(-1, 0, false, 0);

    public void Write(Span<byte> message)
    {
        BinaryPrimitives.WriteInt64LittleEndian(message, Intended);
        BinaryPrimitives.WriteInt64LittleEndian(message[8..], Sent);
        BinaryPrimitives.WriteInt64LittleEndian(message[16..], Waited ? 1 : 0);
        BinaryPrimitives.WriteInt64LittleEndian(message[24..], Window);
    }

    /// <param name="message">At least <see cref="Bytes"/> long.</param>
    public static OneWayStamp Read(ReadOnlySpan<byte> message) => new(
        BinaryPrimitives.ReadInt64LittleEndian(message),
        BinaryPrimitives.ReadInt64LittleEndian(message[8..]),
        BinaryPrimitives.ReadInt64LittleEndian(message[16..]) != 0,
        BinaryPrimitives.ReadInt64LittleEndian(message[24..]));
}
