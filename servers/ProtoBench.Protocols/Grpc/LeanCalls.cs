using System.Buffers.Binary;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Lean.Exchanges;

namespace ProtoBench.Protocols.Grpc;

/// <summary>
/// Unary calls for the lean client of HTTP/2 (grpc/grpc, doc/PROTOCOL-HTTP2.md): five bytes of prefix and a message of protobuf each way,
/// written and read without the libraries.
/// </summary>
internal sealed class LeanCalls : ILeanCalls
{
    /// <summary>Is it compressed, and how long is it.</summary>
    public const int PrefixBytes = 5;

    /// <summary>Of field 1 with a length (protobuf's encoding): the payload of requests and replies.</summary>
    public const byte PayloadTag = 0x0A;

    // Of field 2 with a number: response_bytes.
    private const byte ResponseBytesTag = 0x10;

    // A tag and a number of 32 bits each.
    private const int MostFieldBytes = 6;

    private const string ExchangeMethod = "/protobench.v1.Bench/Exchange";

    private static readonly KeyValuePair<string, string>[] Fields =
    [
        new("te", "trailers"),
        new("content-type", "application/grpc"),
        new("grpc-accept-encoding", "identity"),
    ];

    public LeanRequest Exchange(int requestBytes, int responseBytes) =>
        LeanRequest.Call(ExchangeMethod, Fields, requestBytes, responseBytes);

    public LeanRequest Of(UserRequest user)
    {
        if (user.Streams != default || user.Compression != RpcCompression.None || user.Messages.Count > 1)
        {
            throw new IOException(
                $"the lean client makes unary calls without compression only, and '{user.Name}' is none; use client: dotnet");
        }

        var message = LeanRequest.BodyOf(user);
        var content = new byte[PrefixBytes + message.Length];
        WritePrefix(content, message.Length);
        message.CopyTo(content.AsMemory(PrefixBytes));
        return LeanRequest.Call(user.Target, Fields, 0, null, user, content);
    }

    public int Pack(ReadOnlySpan<byte> payload, int responseBytes, ref byte[] buffer)
    {
        var most = PrefixBytes + MostFieldBytes + payload.Length + MostFieldBytes;
        if (buffer.Length < most)
        {
            buffer = new byte[most];
        }

        // Fields that have their default are not written.
        var at = PrefixBytes;
        if (!payload.IsEmpty)
        {
            buffer[at++] = PayloadTag;
            at += WriteNumber(buffer.AsSpan(at), payload.Length);
            payload.CopyTo(buffer.AsSpan(at));
            at += payload.Length;
        }

        if (responseBytes != 0)
        {
            buffer[at++] = ResponseBytesTag;
            at += WriteNumber(buffer.AsSpan(at), responseBytes);
        }

        WritePrefix(buffer, at - PrefixBytes);
        return at;
    }

    public ICallReader CreateReader(bool verify) => new LeanCallReader(verify);

    private static void WritePrefix(byte[] buffer, int length)
    {
        buffer[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(1), length);
    }

    private static int WriteNumber(Span<byte> buffer, int value)
    {
        var at = 0;
        var left = (uint)value;
        for (; left >= 0x80; left >>= 7)
        {
            buffer[at++] = (byte)(left | 0x80);
        }

        buffer[at++] = (byte)left;
        return at;
    }
}
