namespace ProtoBench.Links.Native;

/// <summary>A packet on its way.</summary>
/// <param name="Due">When it is to come out, on the engine's clock.</param>
/// <param name="Sequence">Order of arrival, which decides between equal times.</param>
/// <param name="Slot">Where its bytes are.</param>
/// <param name="Length">How many they are.</param>
/// <param name="IsDamaged">Its checksum is wrong, and the receiver has to see that.</param>
internal readonly record struct PendingPacket(long Due, long Sequence, int Slot, int Length, bool IsDamaged = false);
