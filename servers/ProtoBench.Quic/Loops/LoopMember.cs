namespace ProtoBench.Quic.Loops;

/// <summary>What a loop turns for: something with a socket.</summary>
internal abstract class LoopMember
{
    internal int Slot { get; set; } = -1;

    /// <summary>The socket has datagrams, or an error to fetch.</summary>
    internal abstract void OnReadable(ulong now);

    /// <summary>The socket takes datagrams again.</summary>
    internal abstract void OnWritable(ulong now);
}
