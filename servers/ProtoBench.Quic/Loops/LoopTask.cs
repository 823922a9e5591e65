namespace ProtoBench.Quic.Loops;

/// <summary>A loop work made of a delegate, for what is rare enough to allocate.</summary>
internal sealed class LoopTask(Action action) : ILoopWork
{
    public void Run() => action();
}
