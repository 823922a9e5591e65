namespace ProtoBench.Quic.Loops;

/// <summary>Something to run once on a loop's thread. Implemented by pooled objects, so that posting allocates nothing.</summary>
public interface ILoopWork
{
    /// <summary>Runs on the loop's thread, outside every native callback. Must not block.</summary>
    void Run();
}
