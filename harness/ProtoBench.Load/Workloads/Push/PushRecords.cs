using ProtoBench.Load.Loops;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Load.Workloads.Push;

/// <summary>What all subscribers of a client share.</summary>
internal sealed class PushRecords : IDisposable
{
    // The thread pool rarely has more; a thread beyond them allocates its histograms at its first event.
    private const int MostThreads = 8;

    public PushRecords(int subscribers, int messageBytes)
    {
        MessageBytes = messageBytes;
        Recorders = new RecorderSet(openLoop: true, prepared: Math.Min(subscribers, MostThreads));
        Window = new LoadWindow { Opening = Recorders.Begin };
        Spread = new EventSpread(subscribers);
    }

    public int MessageBytes { get; }

    public ClockDifference Clock { get; } = ClockDifference.SameMachine;

    public RecorderSet Recorders { get; }

    public LoadWindow Window { get; }

    public EventSpread Spread { get; }

    public void Dispose() => Spread.Dispose();
}
