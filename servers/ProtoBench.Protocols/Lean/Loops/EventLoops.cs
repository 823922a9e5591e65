namespace ProtoBench.Protocols.Lean.Loops;

/// <summary>
/// The loops that all lean clients of this process share, and those that all lean servers do: one per processor, made when the first
/// connection needs it. Connections are dealt out in turn. An idle loop waits in the kernel and costs nothing.
/// </summary>
internal static class EventLoops
{
    private static readonly Lazy<EventLoop>[] Clients = Make("lean client");

    // Of their own: where both sides live in one process, as in tests, a client's callback must not hold its server up.
    private static readonly Lazy<EventLoop>[] Servers = Make("lean server");

    private static int _next = -1;
    private static int _nextOfServer = -1;

    /// <summary>For the next connection of a client.</summary>
    public static EventLoop Next() => Clients[(uint)Interlocked.Increment(ref _next) % Clients.Length].Value;

    /// <summary>For the next connection that a server has accepted.</summary>
    public static EventLoop NextOfServer() => Servers[(uint)Interlocked.Increment(ref _nextOfServer) % Servers.Length].Value;

    private static Lazy<EventLoop>[] Make(string name) =>
        [.. Enumerable.Range(0, Environment.ProcessorCount).Select(i => new Lazy<EventLoop>(() => new EventLoop($"{name} {i}")))];
}
