using ProtoBench.Links.Engine;
using ProtoBench.Links.Native;
using ProtoBench.Links.Topology;
using ProtoBench.Model.Links.Evidence;
using ProtoBench.Model.Links.Model;
using ProtoBench.Model.Links.Netem;
using ProtoBench.Model.Links.Profiles;

namespace ProtoBench.Links.Netem;

/// <summary>
/// The kernel's own emulation: in the namespace between client and server, what comes in from one side leaves to the other through netem.
/// Its decisions have no seed, and it says neither which packets it dropped nor how late it released any.
/// </summary>
internal sealed class NetemEngine : ILinkEngine
{
    private readonly LinkTopology _topology;
    private readonly NetworkNamespace _middle;
    private readonly Dictionary<LinkDirection, (QueueCounters Arrived, long Overflow)> _before = [];
    private LinkProfile _profile;

    /// <exception cref="LinkUnavailableException">The kernel lacks a part of it.</exception>
    public NetemEngine(LinkTopology topology, LinkProfile unimpaired, LinkOptions options)
    {
        (_topology, _middle, _profile) = (topology, topology.Middle!, unimpaired);
        HasRealTime = options.RealTime && RealTimePriority.IsGranted();
        Restart(unimpaired, options.Seed, origin: 0);
    }

    public bool HasRealTime { get; }

    public bool IsSeeded => false;

    public long CaptureDropped => 0;

    public void BeginCapture()
    {
    }

    public void Restart(LinkProfile profile, ulong seed, long origin)
    {
        _profile = profile;
        foreach (var direction in Enum.GetValues<LinkDirection>())
        {
            var device = LinkTopology.ExitOf(direction);
            // The first time there is none to delete; deleting discards what is on its way.
            _ = TrafficControl.Run(_middle, $"qdisc del dev {device} root");
            foreach (var command in NetemPlan.Commands(profile[direction], profile.RoundTrip, device))
            {
                TrafficControl.Require(_middle, command);
            }

            _before[direction] = (Arrived(direction), Overflow(direction));
        }
    }

    public LinkDirectionStatistics Statistics(LinkDirection direction)
    {
        var (arrivedBefore, overflowBefore) = _before[direction];
        var overflow = Overflow(direction) - overflowBefore;
        var arrived = Arrived(direction);
        var exit = TrafficControl.Read(_middle, $"-s -j qdisc show dev {LinkTopology.ExitOf(direction)}");
        var netem = QueueCounters.Read(exit, "netem");
        var queueFull = QueueCounters.Read(exit, "tbf").Drops;
        var received = arrived.Packets - arrivedBefore.Packets;
        // A drop inside the rate's queue counts for netem as well.
        var lost = netem.Drops - queueFull;
        var inBursts = _profile[direction].Loss is BurstLoss;
        return new LinkDirectionStatistics
        {
            Received = received,
            ReceivedBytes = arrived.Bytes - arrivedBefore.Bytes,
            Released = netem.Packets,
            Lost = inBursts ? 0 : lost,
            LostInBurst = inBursts ? lost : 0,
            Listed = 0,
            Blackout = 0,
            QueueFull = queueFull,
            Duplicated = _profile[direction].Duplicate > 0 ? Math.Max(0, netem.Packets + netem.Drops + netem.Waiting - received) : 0,
            Corrupted = 0,
            Ignored = 0,
            Overflow = overflow,
        };
    }

    // Its counters are read by a program of their own, which would cost more than it tells ten times a second.
    public DropTimeline? DropsOverTime(LinkDirection direction) => null;

    public QueueTimeline? QueueOverTime(LinkDirection direction) => null;

    public void Dispose()
    {
        // The queues vanish with the namespace.
    }

    private QueueCounters Arrived(LinkDirection direction) =>
        QueueCounters.Read(TrafficControl.Read(_middle, $"-s -j qdisc show dev {LinkTopology.EntryOf(direction)}"), "ingress");

    // Where the receiving processor's backlog is full, the sending end of a veth pair counts the drop.
    private long Overflow(LinkDirection direction)
    {
        var side = direction == LinkDirection.Up ? _topology.Client : _topology.Server;
        return side.Run(() => NetworkInterface.TransmitDrops(LinkAddresses.Interface))
            + _middle.Run(() => NetworkInterface.TransmitDrops(LinkTopology.ExitOf(direction)));
    }
}
