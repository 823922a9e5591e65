using System.Buffers;
using System.Buffers.Binary;
using Google.Protobuf;

namespace ProtoBench.Protocols.Grpc;

/// <summary>Length-Prefixed-Message (PROTOCOL-HTTP2.md): a compressed flag, four bytes of length in network order, the message.</summary>
internal static class GrpcFrame
{
    public const int PrefixBytes = 5;

    /// <summary>The largest message taken: the largest payload, with room for what protobuf puts around it.</summary>
    public const int LargestMessageBytes = ProtocolTraits.LargestMessageBytes + 1024;

    /// <summary>Writes <paramref name="message"/>, uncompressed, with its prefix.</summary>
    public static void Write(IBufferWriter<byte> writer, IMessage message)
    {
        var prefix = writer.GetSpan(PrefixBytes);
        prefix[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(prefix[1..], message.CalculateSize());
        writer.Advance(PrefixBytes);
        message.WriteTo(writer);
    }

    /// <summary>The compressed flag and the length of the message that follows; a length above 2 GiB comes out negative.</summary>
    public static (byte Flag, int Length) ReadPrefix(ReadOnlySpan<byte> prefix) => (prefix[0], BinaryPrimitives.ReadInt32BigEndian(prefix[1..]));
}
