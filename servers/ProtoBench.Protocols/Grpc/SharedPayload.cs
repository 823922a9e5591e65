using Google.Protobuf;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.Grpc;

/// <summary>
/// Payload as protobuf wants it: one contiguous piece. Views of one array that is made when first needed, and shared by all senders.
/// </summary>
internal static class SharedPayload
{
    private static readonly Lazy<byte[]> Largest = new(() => Payload.Create(ProtocolTraits.LargestMessageBytes));
    private static readonly byte[] Usual = Payload.Create(64 * 1024);

    /// <summary>Payload of <paramref name="length"/> bytes. Not copied: nothing here ever writes to the array.</summary>
    public static ByteString Of(int length) =>
        UnsafeByteOperations.UnsafeWrap((length <= Usual.Length ? Usual : Largest.Value).AsMemory(0, length));
}
