namespace ProtoBench.Contract;

/// <summary>
/// The bytes every payload is made of: byte i of a message is i mod 251. 251 is prime, so a chunk that is lost, doubled or shifted by any
/// power of two is seen by <see cref="Verify"/>.
/// </summary>
public static class Payload
{
    private const int Period = 251;
    private static readonly byte[] Pattern = CreatePattern();

    /// <summary>Fills <paramref name="destination"/> with the bytes a message has from <paramref name="offset"/> on.</summary>
    public static void Fill(Span<byte> destination, long offset = 0)
    {
        while (!destination.IsEmpty)
        {
            var chunk = ChunkAt(offset, destination.Length);
            chunk.CopyTo(destination);
            destination = destination[chunk.Length..];
            offset += chunk.Length;
        }
    }

    /// <summary>A new message of <paramref name="length"/> bytes.</summary>
    public static byte[] Create(int length)
    {
        var message = new byte[length];
        Fill(message);
        return message;
    }

    /// <summary>Does <paramref name="received"/> hold the bytes a message has from <paramref name="offset"/> on?</summary>
    /// <exception cref="BadResponseException">It does not; the message names the first wrong byte.</exception>
    public static void Verify(ReadOnlySpan<byte> received, long offset = 0)
    {
        while (!received.IsEmpty)
        {
            var chunk = ChunkAt(offset, received.Length);
            var same = received.CommonPrefixLength(chunk);
            if (same < chunk.Length)
            {
                throw new BadResponseException(
                    $"payload byte {offset + same} is {received[same]}, expected {chunk[same]}");
            }

            received = received[chunk.Length..];
            offset += chunk.Length;
        }
    }

    /// <summary>The same where the settings ask for it; otherwise nothing is compared.</summary>
    /// <param name="asked">What <see cref="EndpointSettings.VerifyContent"/> says.</param>
    /// <param name="received">The bytes.</param>
    /// <param name="offset">Where in the message they begin.</param>
    /// <exception cref="BadResponseException">It does not; the message names the first wrong byte.</exception>
    public static void VerifyIf(bool asked, ReadOnlySpan<byte> received, long offset = 0)
    {
        if (asked)
        {
            Verify(received, offset);
        }
    }

    private static ReadOnlySpan<byte> ChunkAt(long offset, int length)
    {
        var start = (int)(offset % Period);
        return Pattern.AsSpan(start, Math.Min(length, Pattern.Length - start));
    }

    private static byte[] CreatePattern()
    {
        var pattern = new byte[Period * 262];
        for (var i = 0; i < pattern.Length; i++)
        {
            pattern[i] = (byte)(i % Period);
        }

        return pattern;
    }
}
