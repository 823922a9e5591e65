using ProtoBench.Model.Links.Model;

namespace ProtoBench.Links.Engine;

/// <summary>What one direction did. Written by its thread only; aligned 64-bit reads from other threads see some recent value.</summary>
internal sealed class LinkCounters
{
    private readonly long[] _fates = new long[Enum.GetValues<PacketFate>().Length];

    /// <summary>Packets that arrived and were put to the model.</summary>
    public long Received { get; private set; }

    /// <summary>Their bytes, IP header included.</summary>
    public long ReceivedBytes { get; private set; }

    /// <summary>Packets handed to the other side, copies included.</summary>
    public long Released { get; private set; }

    public long Duplicated { get; private set; }

    public long Corrupted { get; private set; }

    /// <summary>Link-local multicast that no trial sends (IGMP, MLD, neighbour discovery): not put to the model, not delivered.</summary>
    public long Ignored { get; private set; }

    /// <summary>Packets the kernel refused on the far side: the receiver's backlog was full.</summary>
    public long Refused { get; private set; }

    public LatenessHistogram Lateness { get; } = new();

    /// <summary>When packets were dropped or damaged. Unlike the counters, only whoever owns the direction may read it.</summary>
    public DropTimeline OverTime { get; } = new();

    public long Of(PacketFate fate) => Volatile.Read(ref _fates[(int)fate]);

    public void Arrived(int bytes)
    {
        Received++;
        ReceivedBytes += bytes;
    }

    public void Decided(PacketFate fate) => _fates[(int)fate]++;

    public void Copied() => Duplicated++;

    public void Damaged() => Corrupted++;

    public void Skipped() => Ignored++;

    public void Left(long lateness, bool accepted)
    {
        Lateness.Record(lateness);
        if (accepted)
        {
            Released++;
        }
        else
        {
            Refused++;
        }
    }

    public void Clear()
    {
        Array.Clear(_fates);
        Received = ReceivedBytes = Released = Duplicated = Corrupted = Ignored = Refused = 0;
        Lateness.Clear();
        OverTime.Clear();
    }
}
