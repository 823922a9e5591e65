namespace ProtoBench.Links.Engine;

/// <summary>The little the engine must know about IP headers (RFC 791, RFC 8200).</summary>
internal static class IpPacket
{
    private const int Version6HeaderBytes = 40;

    /// <summary>
    /// True for 224.0.0.0/24 and ff02::/16: group membership and neighbour discovery, sent by the kernel on its own. They would take
    /// numbers in the seeded loss pattern and so make it depend on the kernel's timers.
    /// </summary>
    public static bool IsLinkLocalMulticast(ReadOnlySpan<byte> packet) => (packet[0] >> 4) switch
    {
        4 => packet.Length >= 20 && packet[16] == 224 && packet[17] == 0 && packet[18] == 0,
        6 => packet.Length >= Version6HeaderBytes && packet[24] == 0xFF && packet[25] == 0x02,
        _ => true,
    };

    /// <summary>
    /// Inverts one bit behind the IP header, so that the transport's checksum meets it; a bit of the IP header would look like loss. False
    /// when there is nothing behind it.
    /// </summary>
    public static bool InvertBit(Span<byte> packet, ulong randomBits)
    {
        var header = packet[0] >> 4 == 6 ? Version6HeaderBytes : (packet[0] & 0xF) * 4;
        if (packet.Length <= header)
        {
            return false;
        }

        var bit = (int)(randomBits % (ulong)((packet.Length - header) * 8));
        packet[header + (bit / 8)] ^= (byte)(1 << (bit % 8));
        return true;
    }
}
