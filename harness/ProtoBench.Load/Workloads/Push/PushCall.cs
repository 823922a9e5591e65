using System.Buffers.Binary;
using ProtoBench.Contract;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Push;

/// <summary>What a client asks of the server, the first message of each stream and request.</summary>
/// <param name="Verb">What is to be done.</param>
/// <param name="Group">The subscribers of one client have a number in common; they get the same events.</param>
/// <param name="Subscriber">From 0.</param>
/// <param name="Schedule">What the group gets; only of calls that join it.</param>
internal readonly record struct PushCall(PushVerb Verb, ulong Group, int Subscriber, PushSchedule? Schedule = null)
{
    private const int ShortBytes = 13;
    private const int LongBytes = ShortBytes + 25;

    /// <exception cref="InvalidDataException">It is none.</exception>
    public static PushCall Read(ReadOnlySpan<byte> message)
    {
        if (message.Length is not (ShortBytes or LongBytes))
        {
            throw new InvalidDataException($"the first message must say who subscribes, in {ShortBytes} or {LongBytes} bytes");
        }

        var call = new PushCall(
            (PushVerb)message[0],
            BinaryPrimitives.ReadUInt64LittleEndian(message[1..]),
            BinaryPrimitives.ReadInt32LittleEndian(message[9..]));
        if (message.Length == ShortBytes)
        {
            return call;
        }

        var more = message[ShortBytes..];
        var schedule = new PushSchedule(
            BinaryPrimitives.ReadDoubleLittleEndian(more),
            (ArrivalLaw)more[8],
            BinaryPrimitives.ReadUInt64LittleEndian(more[9..]),
            BinaryPrimitives.ReadInt32LittleEndian(more[17..]),
            BinaryPrimitives.ReadInt32LittleEndian(more[21..]));
        return schedule.Subscribers > 0
            && schedule.MessageBytes is >= PushEvent.HeaderBytes and <= ProtocolTraits.LargestMessageBytes
            ? call with { Schedule = schedule }
            : throw new InvalidDataException("the first message asks for events that cannot be");
    }

    public byte[] ToMessage()
    {
        var message = new byte[Schedule is null ? ShortBytes : LongBytes];
        message[0] = (byte)Verb;
        BinaryPrimitives.WriteUInt64LittleEndian(message.AsSpan(1), Group);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(9), Subscriber);
        if (Schedule is { } schedule)
        {
            var more = message.AsSpan(ShortBytes);
            BinaryPrimitives.WriteDoubleLittleEndian(more, schedule.Rate);
            more[8] = (byte)schedule.Arrivals;
            BinaryPrimitives.WriteUInt64LittleEndian(more[9..], schedule.Seed);
            BinaryPrimitives.WriteInt32LittleEndian(more[17..], schedule.MessageBytes);
            BinaryPrimitives.WriteInt32LittleEndian(more[21..], schedule.Subscribers);
        }

        return message;
    }
}

/// <summary>The events of one group.</summary>
/// <param name="Rate">Events per second, each to all subscribers.</param>
/// <param name="Arrivals">How they are spaced.</param>
/// <param name="Seed">Of random gaps.</param>
/// <param name="MessageBytes">Length of each message.</param>
/// <param name="Subscribers">The first event is due when so many have joined.</param>
internal sealed record PushSchedule(double Rate, ArrivalLaw Arrivals, ulong Seed, int MessageBytes, int Subscribers);

/// <summary>What is to be done.</summary>
internal enum PushVerb : byte
{
    /// <summary>Join, and get every event on this stream until the client ends it.</summary>
    Subscribe = 1,

    /// <summary>Join; events are fetched by the two below.</summary>
    Register,

    /// <summary>Get what has come since the last time, which may be nothing.</summary>
    Take,

    /// <summary>The same, and if that is nothing, wait for the next event, for <see cref="PushServer.LongestHold"/> at most.</summary>
    Await,

    /// <summary>Registered before, and no longer interested.</summary>
    Leave,
}
