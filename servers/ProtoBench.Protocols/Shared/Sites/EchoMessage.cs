using ProtoBench.Contract;
using ProtoBench.Contract.Requests;

namespace ProtoBench.Protocols.Shared.Sites;

/// <summary>The message of a request to a server that sends back what it gets (RFC 862).</summary>
internal static class EchoMessage
{
    /// <exception cref="ArgumentException">There is none, or more than one. An empty message would be answered by nothing, which anybody
    /// can.</exception>
    public static ReadOnlyMemory<byte> Of(UserRequest request) => request.Messages is [{ Length: > 0 } message]
        ? message
        : throw new ArgumentException(
            $"the request '{request.Name}' has no message of at least one byte for the server to send back: give it a body", nameof(request));

    /// <param name="message">What was sent.</param>
    /// <param name="offset">Bytes that have come before.</param>
    /// <param name="part">What has come now.</param>
    /// <exception cref="BadResponseException">It is something else.</exception>
    public static void Check(ReadOnlySpan<byte> message, int offset, ReadOnlySpan<byte> part)
    {
        var expected = message[offset..];
        var length = Math.Min(expected.Length, part.Length);
        var same = part[..length].CommonPrefixLength(expected[..length]);
        if (same < length)
        {
            throw new BadResponseException(
                $"the server sends no echo: byte {offset + same} of its answer is 0x{part[same]:x2}, and 0x{expected[same]:x2} was sent");
        }

        if (part.Length > expected.Length)
        {
            throw new BadResponseException(
                $"the server sends more than an echo: at least {offset + part.Length} bytes for a message of {message.Length}");
        }
    }
}
