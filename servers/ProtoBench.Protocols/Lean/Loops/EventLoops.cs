namespace ProtoBench.Protocols.Lean.Loops;

/// <summary>
/// The loops that all lean clients of this process share: one per processor, made when the first connection needs it. Connections are dealt
/// out in turn. An idle loop waits in the kernel and costs nothing.
/// </summary>
internal static class EventLoops
{
    private static readonly Lazy<EventLoop>[] All =
        [.. Enumerable.Range(0, Environment.ProcessorCount).Select(i => new Lazy<EventLoop>(() => new EventLoop($"lean client {i}")))];

    private static int _next = -1;

    public static EventLoop Next() => All[(uint)Interlocked.Increment(ref _next) % All.Length].Value;
}
