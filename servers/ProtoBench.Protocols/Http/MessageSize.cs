using ProtoBench.Contract;

namespace ProtoBench.Protocols.Http;

/// <summary>The limit that every workload keeps, checked before anything is sent.</summary>
internal static class MessageSize
{
    /// <exception cref="ArgumentOutOfRangeException">One of the payloads is larger than
    /// <see cref="ProtocolTraits.LargestMessageBytes"/>.</exception>
    public static void Check(ReadOnlyMemory<byte> request, int responseBytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(request.Length, ProtocolTraits.LargestMessageBytes, nameof(request));
        ArgumentOutOfRangeException.ThrowIfNegative(responseBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(responseBytes, ProtocolTraits.LargestMessageBytes);
    }
}
