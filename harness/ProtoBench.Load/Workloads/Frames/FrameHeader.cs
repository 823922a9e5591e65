using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ProtoBench.Load.Workloads.Frames;

/// <summary>The first 24 bytes of every frame, little endian.</summary>
/// <param name="Number">From 0; less than 0: no frame, but a question for what was received so far.</param>
/// <param name="Due">When it was to be sent, on the CLOCK_MONOTONIC of its sender; nanoseconds.</param>
/// <param name="Lateness">
/// How much later its sender came to it, in nanoseconds, where it had slept until then; 0 where the transport had kept it: that is the
/// transport's delay and no fault of the sender.
/// </param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FrameHeader(long Number, long Due, long Lateness)
{
    public const int Bytes = 24;

    /// <summary>Asks a receiver for its receipt.</summary>
    public const long Question = -1;

    public void Write(Span<byte> frame)
    {
        BinaryPrimitives.WriteInt64LittleEndian(frame, Number);
        BinaryPrimitives.WriteInt64LittleEndian(frame[8..], Due);
        BinaryPrimitives.WriteInt64LittleEndian(frame[16..], Lateness);
    }

    /// <summary>Null: that is too short for a frame.</summary>
    public static FrameHeader? Read(ReadOnlySpan<byte> frame) => frame.Length < Bytes ? null : new FrameHeader(
        BinaryPrimitives.ReadInt64LittleEndian(frame),
        BinaryPrimitives.ReadInt64LittleEndian(frame[8..]),
        BinaryPrimitives.ReadInt64LittleEndian(frame[16..]));
}

/// <summary>A frame that has arrived.</summary>
/// <param name="Header">As it was sent.</param>
/// <param name="Received">When it had been read, on the clock of who read it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ArrivedFrame(FrameHeader Header, long Received)
{
    /// <summary>Its length in a receipt.</summary>
    public const int Bytes = FrameHeader.Bytes + sizeof(long);

    public void Write(Span<byte> receipt)
    {
        Header.Write(receipt);
        BinaryPrimitives.WriteInt64LittleEndian(receipt[FrameHeader.Bytes..], Received);
    }

    public static ArrivedFrame Read(ReadOnlySpan<byte> receipt) =>
        new(FrameHeader.Read(receipt)!.Value, BinaryPrimitives.ReadInt64LittleEndian(receipt[FrameHeader.Bytes..]));
}

/// <summary>What a client asks of the server's part, in its first message.</summary>
/// <param name="FromServer">Does the server send the frames? Else it receives them.</param>
/// <param name="FrameBytes">Of each.</param>
/// <param name="PerSecond">How many.</param>
internal readonly record struct FrameOrder(bool FromServer, int FrameBytes, double PerSecond)
{
    public const int Bytes = 16;

    public byte[] Written()
    {
        var order = new byte[Bytes];
        BinaryPrimitives.WriteInt32LittleEndian(order, FromServer ? 1 : 0);
        BinaryPrimitives.WriteInt32LittleEndian(order.AsSpan(4), FrameBytes);
        BinaryPrimitives.WriteDoubleLittleEndian(order.AsSpan(8), PerSecond);
        return order;
    }

    /// <exception cref="InvalidDataException">It is no order.</exception>
    public static FrameOrder Read(ReadOnlySpan<byte> order) =>
        order.Length == Bytes
        && new FrameOrder(
            BinaryPrimitives.ReadInt32LittleEndian(order) == 1,
            BinaryPrimitives.ReadInt32LittleEndian(order[4..]),
            BinaryPrimitives.ReadDoubleLittleEndian(order[8..])) is { FrameBytes: >= FrameHeader.Bytes, PerSecond: > 0 } read
            ? read
            : throw new InvalidDataException("the first message must say who sends frames, of what size and how many per second");
}
