using System.Diagnostics;
using ProtoBench.Links.Capture;
using ProtoBench.Links.Certification;
using ProtoBench.Links.Engine;
using ProtoBench.Links.Model;
using ProtoBench.Links.Native;
using ProtoBench.Links.Profiles;

namespace ProtoBench.Links;

/// <summary>
/// A running link: two network namespaces joined by packets that obey a profile. Everything belongs to this process and vanishes with it, however it ends.
/// </summary>
internal sealed class EmulatedLink : IDisposable
{
    private static readonly LinkProfile Unimpaired = new() { Name = "unimpaired", Title = "No impairment", Source = "none" };

    private readonly LinkTopology _topology;
    private readonly LinkThread _up;
    private readonly LinkThread _down;
    private readonly PcapngRecorder? _capture;
    private readonly WakefulProcessors? _awake;
    private readonly ulong _seed;
    private long _startedAt;
    private long _upOverflow;
    private long _downOverflow;
    private TimeSpan _upTime;
    private TimeSpan _downTime;
    private double _stolen;

    private EmulatedLink(LinkProfile profile, LinkOptions options, LinkTopology topology, WakefulProcessors? awake)
    {
        Profile = profile;
        _seed = options.Seed;
        _topology = topology;
        _awake = awake;
        _capture = options.Capture is null ? null : PcapngRecorder.Create(options.Capture, topology.ClientPort.HeaderBytes);
        // The link begins without impairments, so that reading facts over it neither takes long nor can fail by loss.
        _up = StartDirection(LinkDirection.Up, topology.ClientPort, topology.ServerPort, options);
        _down = StartDirection(LinkDirection.Down, topology.ServerPort, topology.ClientPort, options);
        var (client, server) = CongestionProbe.Read(topology.Client, topology.Server);
        Facts = new LinkFacts
        {
            Profile = profile.Name,
            Backend = topology.Backend == LinkBackend.Tun ? "tun" : "packet-socket",
            Seed = options.Seed,
            CongestionClient = client,
            CongestionServer = server,
            Mtu = LinkTopology.Mtu,
            RingPackets = LinkTopology.RingPackets,
            ProcessorsKeptAwake = _awake?.Count ?? 0,
            RealTime = _up.HasRealTime && _down.HasRealTime,
            Rootless = UserNamespace.IsInside,
        };
        Restart();
        _capture?.Begin();
    }

    public LinkProfile Profile { get; }

    public LinkFacts Facts { get; }

    public NetworkNamespace Client => _topology.Client;

    public NetworkNamespace Server => _topology.Server;

    /// <summary>Builds the link and starts both directions.</summary>
    /// <exception cref="LinkUnavailableException">Not possible here; the exception says why and what would help.</exception>
    public static EmulatedLink Start(LinkProfile profile, LinkOptions options)
    {
        var backend = options.Backend == LinkBackend.Automatic ? profile.Backend : options.Backend;
        var topology = LinkTopology.Build(backend, profile.Congestion);
        var awake = options.KeepAwake ? WakefulProcessors.Start() : null;
        try
        {
            return new EmulatedLink(profile, options, topology, awake);
        }
        catch
        {
            awake?.Dispose();
            topology.Dispose();
            throw;
        }
    }

    /// <summary>Begins anew: time 0, first packet, cleared counters. Everything on its way is discarded, so nothing should be on its way.</summary>
    /// <param name="seed">Another seed than the link was started with, or null.</param>
    public void Restart(ulong? seed = null) => Restart(Profile, seed ?? _seed);

    /// <summary>As <see cref="Restart(ulong?)"/>, but without any impairment: what remains is the emulator's own cost.</summary>
    public void RestartUnimpaired() => Restart(Unimpaired, _seed);

    private void Restart(LinkProfile profile, ulong seed)
    {
        _up.Restart(new LinkModel(profile, LinkDirection.Up, seed));
        _down.Restart(new LinkModel(profile, LinkDirection.Down, seed));
        _startedAt = Stopwatch.GetTimestamp();
        _upOverflow = _topology.ClientPort.OverflowDrops();
        _downOverflow = _topology.ServerPort.OverflowDrops();
        (_upTime, _downTime) = (_up.ProcessorTime, _down.ProcessorTime);
        _stolen = StolenTime.Seconds();
    }

    /// <summary>What happened since the last restart.</summary>
    public LinkStatistics Statistics()
    {
        _up.ThrowIfFailed();
        _down.ThrowIfFailed();
        return new LinkStatistics(
            Of(_up, Profile.Up, _topology.ClientPort.OverflowDrops() - _upOverflow, _upTime),
            Of(_down, Profile.Down, _topology.ServerPort.OverflowDrops() - _downOverflow, _downTime),
            Stopwatch.GetElapsedTime(_startedAt).TotalSeconds,
            StolenTime.Seconds() - _stolen,
            _capture?.Dropped ?? 0);
    }

    public void Dispose()
    {
        _up.Dispose();
        _down.Dispose();
        _awake?.Dispose();
        _capture?.Dispose();
        _topology.Dispose();
    }

    private LinkThread StartDirection(LinkDirection direction, IPacketPort from, IPacketPort to, LinkOptions options)
    {
        var forwarder = new PacketForwarder(
            direction, from, to, MonotonicClock.Instance, new PacketPool(), PacketPool.DefaultSlots, _capture);
        return new LinkThread(forwarder, MonotonicClock.Instance, new LinkModel(Unimpaired, direction, options.Seed), options.RealTime);
    }

    private static LinkDirectionStatistics Of(LinkThread thread, DirectionProfile profile, long ringDrops, TimeSpan processorTimeBefore)
    {
        var counters = thread.Forwarder.Counters;
        var lateness = counters.Lateness;
        return new LinkDirectionStatistics
        {
            Received = counters.Received,
            ReceivedBytes = counters.ReceivedBytes,
            Released = counters.Released,
            Lost = counters.Of(PacketFate.Lost),
            LostInBurst = counters.Of(PacketFate.LostInBurst),
            Listed = counters.Of(PacketFate.Listed),
            Blackout = counters.Of(PacketFate.Blackout),
            QueueFull = counters.Of(PacketFate.QueueFull),
            Duplicated = counters.Duplicated,
            Corrupted = counters.Corrupted,
            Ignored = counters.Ignored,
            Overflow = ringDrops + counters.Refused + counters.Of(PacketFate.Overload),
            PeakQueuePackets = thread.Forwarder.PeakQueuePackets,
            PeakQueueBytes = thread.Forwarder.PeakQueueBytes,
            LatenessP50Microseconds = lateness.Quantile(0.5) / 1000.0,
            LatenessP99Microseconds = lateness.Quantile(0.99) / 1000.0,
            LatenessP999Microseconds = lateness.Quantile(0.999) / 1000.0,
            LatenessMaximumMicroseconds = lateness.Maximum / 1000.0,
            LatePackets = lateness.CountAbove((long)(LinkBounds.MostLateness(profile.Delay) * 1000)),
            ProcessorSeconds = (thread.ProcessorTime - processorTimeBefore).TotalSeconds,
            SpinMarginMicroseconds = thread.SpinMargin / 1000.0,
        };
    }
}
