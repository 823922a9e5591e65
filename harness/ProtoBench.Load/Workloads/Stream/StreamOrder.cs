using System.Buffers.Binary;
using ProtoBench.Contract;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Stream;

/// <summary>The first message of every stream, by which the client tells the server what to do on it. Little endian.</summary>
/// <param name="Way">Who speaks.</param>
/// <param name="RequestBytes">Payload of a message of the client.</param>
/// <param name="ResponseBytes">Payload of a message of the server.</param>
/// <param name="Rate">Messages per second that the server sends; 0 where it answers or listens.</param>
/// <param name="Arrivals">How those are spaced.</param>
/// <param name="Seed">Of that.</param>
/// <param name="DelayNanoseconds">What the server waits before the first one, so that streams do not speak all at once.</param>
/// <param name="LimitNanoseconds">From this on a message of the client is late.</param>
internal readonly record struct StreamOrder(
    StreamWay Way,
    int RequestBytes,
    int ResponseBytes,
    double Rate = 0,
    ArrivalLaw Arrivals = ArrivalLaw.Constant,
    ulong Seed = 0,
    long DelayNanoseconds = 0,
    long LimitNanoseconds = 0)
{
    private const int Length = 1 + 4 + 4 + 8 + 1 + 8 + 8 + 8;

    public byte[] ToMessage()
    {
        var message = new byte[Length];
        var rest = message.AsSpan();
        rest[0] = (byte)Way;
        BinaryPrimitives.WriteInt32LittleEndian(rest[1..], RequestBytes);
        BinaryPrimitives.WriteInt32LittleEndian(rest[5..], ResponseBytes);
        BinaryPrimitives.WriteDoubleLittleEndian(rest[9..], Rate);
        rest[17] = (byte)Arrivals;
        BinaryPrimitives.WriteUInt64LittleEndian(rest[18..], Seed);
        BinaryPrimitives.WriteInt64LittleEndian(rest[26..], DelayNanoseconds);
        BinaryPrimitives.WriteInt64LittleEndian(rest[34..], LimitNanoseconds);
        return message;
    }

    /// <exception cref="InvalidDataException">It is no order.</exception>
    public static StreamOrder Read(ReadOnlySpan<byte> message)
    {
        if (message.Length != Length)
        {
            throw new InvalidDataException($"the first message must say what to do in {Length} bytes, and has {message.Length}");
        }

        var order = new StreamOrder(
            (StreamWay)message[0],
            BinaryPrimitives.ReadInt32LittleEndian(message[1..]),
            BinaryPrimitives.ReadInt32LittleEndian(message[5..]),
            BinaryPrimitives.ReadDoubleLittleEndian(message[9..]),
            (ArrivalLaw)message[17],
            BinaryPrimitives.ReadUInt64LittleEndian(message[18..]),
            BinaryPrimitives.ReadInt64LittleEndian(message[26..]),
            BinaryPrimitives.ReadInt64LittleEndian(message[34..]));
        return order.IsSound ? order : throw new InvalidDataException("the first message asks for what no stream can do");
    }

    private bool IsSound =>
        Enum.IsDefined(Way) && Enum.IsDefined(Arrivals)
        && RequestBytes is >= 0 and <= ProtocolTraits.LargestMessageBytes && ResponseBytes is >= 0 and <= ProtocolTraits.LargestMessageBytes
        && (Way != StreamWay.Down || (Rate is > 0 and <= 1e9 && ResponseBytes >= OneWayStamp.Bytes))
        && (Way != StreamWay.Up || RequestBytes >= OneWayStamp.Bytes)
        && DelayNanoseconds >= 0 && LimitNanoseconds >= 0;
}
