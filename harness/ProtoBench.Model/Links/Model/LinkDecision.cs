namespace ProtoBench.Model.Links.Model;

/// <summary>The model's answer for one packet. Times are nanoseconds on the caller's clock.</summary>
/// <param name="Fate">Delivered, or why not.</param>
/// <param name="Release">When it comes out; meaningless for a dropped packet.</param>
/// <param name="CopyRelease">When its duplicate comes out, or -1.</param>
/// <param name="CorruptBit">64 random bits that choose the bit to invert, or null.</param>
internal readonly record struct LinkDecision(PacketFate Fate, long Release, long CopyRelease, ulong? CorruptBit)
{
    public const long NoCopy = -1;

    public bool IsDelivered => Fate == PacketFate.Delivered;

    public static LinkDecision Drop(PacketFate reason) => new(reason, 0, NoCopy, null);
}
