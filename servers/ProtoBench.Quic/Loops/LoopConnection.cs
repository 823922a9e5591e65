namespace ProtoBench.Quic.Loops;

/// <summary>What a loop turns for besides sockets: something with a deadline that writes once a turn.</summary>
internal abstract class LoopConnection : TimerHeap.Entry
{
    /// <summary>The deadline has passed.</summary>
    internal abstract void OnTimer(ulong now);

    /// <summary>At the end of the turn in which it was marked dirty.</summary>
    internal abstract void Write(ulong now);
}
