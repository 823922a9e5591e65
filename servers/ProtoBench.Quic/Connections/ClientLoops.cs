namespace ProtoBench.Quic.Connections;

/// <summary>
/// The loops that client connections of this process share: one per two processors, so that a load generator leaves room for its own
/// threads, each living as long as it has connections. A thread per connection would measure the scheduler.
/// </summary>
internal static class ClientLoops
{
    private static readonly Lock Gate = new();
    private static readonly List<Entry> Running = [];

    public static QuicLoop Acquire()
    {
        lock (Gate)
        {
            var most = Math.Max(1, Environment.ProcessorCount / 2);
            var least = Running.Count < most ? null : Running.MinBy(entry => entry.Users);
            if (least is null)
            {
                least = new Entry(new QuicLoop($"quic client {Running.Count}"));
                Running.Add(least);
            }

            least.Users++;
            return least.Loop;
        }
    }

    public static void Release(QuicLoop loop)
    {
        lock (Gate)
        {
            var entry = Running.First(candidate => candidate.Loop == loop);
            if (--entry.Users == 0)
            {
                Running.Remove(entry);
                loop.Stop();
            }
        }
    }

    private sealed class Entry(QuicLoop loop)
    {
        public QuicLoop Loop => loop;

        public int Users { get; set; }
    }
}
