using ProtoBench.Load.Loops;
using ProtoBench.Model.Clocks;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Load.Workloads.Push;

/// <summary>What all subscribers of a client share.</summary>
internal sealed class PushRecords : IDisposable
{
    // The thread pool rarely has more; a thread beyond them allocates its histograms at its first event.
    private const int MostThreads = 8;

    /// <param name="subscribers">How many there are.</param>
    /// <param name="messageBytes">Payload of an event.</param>
    /// <param name="clock">Reads the server's clock on the client's.</param>
    /// <param name="instants">For the spread over the subscribers of several clients; null: there is one.</param>
    public PushRecords(int subscribers, int messageBytes, ClockMap clock, EventInstants? instants)
    {
        (MessageBytes, Clock, Instants) = (messageBytes, clock, instants);
        Recorders = new RecorderSet(openLoop: true, prepared: Math.Min(subscribers, MostThreads));
        Window = new LoadWindow { Opening = Recorders.Begin };
        Spread = new EventSpread(subscribers, instants);
    }

    public int MessageBytes { get; }

    public ClockMap Clock { get; }

    public RecorderSet Recorders { get; }

    public LoadWindow Window { get; }

    public EventSpread Spread { get; }

    public EventInstants? Instants { get; }

    public void Dispose() => Spread.Dispose();
}
