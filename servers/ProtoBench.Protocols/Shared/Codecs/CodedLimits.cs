using ProtoBench.Contract;

namespace ProtoBench.Protocols.Shared.Codecs;

/// <summary>How large a message can become when it is encoded.</summary>
internal static class CodedLimits
{
    /// <summary>JSON writes a line of 40 bytes in fewer than 80, Protobuf in fewer than 48.</summary>
    public const int LargestEncodedBytes = 2 * ProtocolTraits.LargestMessageBytes + (64 * 1024);
}
