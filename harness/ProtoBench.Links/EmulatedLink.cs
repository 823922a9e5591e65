using ProtoBench.Links.Engine;
using ProtoBench.Links.Native;
using ProtoBench.Links.Netem;
using ProtoBench.Links.Topology;
using ProtoBench.Machine;
using ProtoBench.Model.Links.Evidence;
using ProtoBench.Model.Links.Profiles;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Links;

/// <summary>
/// A running link: two network namespaces joined by packets that obey a profile. Everything belongs to this process and vanishes with it,
/// however it ends.
/// </summary>
internal sealed class EmulatedLink : IDisposable
{
    private static readonly LinkProfile Unimpaired = new() { Name = "unimpaired", Title = "No impairment", Source = "none" };

    private readonly LinkTopology _topology;
    private readonly ILinkEngine _engine;
    private readonly WakefulProcessors? _awake;
    private readonly ulong _seed;
    private long _startedAt;
    private double _stolen;

    private EmulatedLink(LinkProfile profile, LinkOptions options, LinkTopology topology, WakefulProcessors? awake)
    {
        Profile = profile;
        _seed = options.Seed;
        _topology = topology;
        _awake = awake;
        // The link begins without impairments, so that reading facts over it neither takes long nor can fail by loss.
        _engine =
            topology.Ports is { } ports ? new PacketEngine(ports, Unimpaired, options) : new NetemEngine(topology, Unimpaired, options);
        var (client, server) = CongestionProbe.Read(topology, LinkAddresses.Server);
        CongestionAddresses = CongestionProbe.Beside(topology, options.CongestionBeside);
        Facts = new LinkFacts
        {
            Profile = profile.Name,
            Backend = LinkBackends.NameOf(topology.Backend),
            Seed = _engine.IsSeeded ? options.Seed : null,
            CongestionClient = client,
            CongestionServer = server,
            Mtu = LinkProfile.Mtu,
            RingPackets = LinkTopology.RingPackets,
            ProcessorsKeptAwake = _awake?.Count ?? 0,
            RealTime = _engine.HasRealTime,
            Rootless = UserNamespace.IsInside,
        };
        Restart();
        _engine.BeginCapture();
    }

    public LinkProfile Profile { get; }

    public LinkFacts Facts { get; }

    /// <summary>
    /// Where connections have one of <see cref="LinkOptions.CongestionBeside"/>: the server's address of each, by its name.
    /// </summary>
    public IReadOnlyDictionary<string, string> CongestionAddresses { get; }

    public NetworkNamespace Client => _topology.Client;

    public NetworkNamespace Server => _topology.Server;

    /// <summary>Builds the link and starts both directions.</summary>
    /// <exception cref="LinkUnavailableException">Not possible here; the exception says why and what would help.</exception>
    public static EmulatedLink Start(LinkProfile profile, LinkOptions options)
    {
        var backend = options.Backend == LinkBackend.Automatic ? profile.Backend : options.Backend;
        if (backend == LinkBackend.Netem)
        {
            NetemRefusal.ThrowIfAny(profile, options);
        }

        else
        {
            EngineRehearsal.Run(profile);
        }

        var topology = LinkTopology.Build(backend, options.Congestion ?? profile.Congestion, options.CongestionBeside);
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

    /// <summary>
    /// Begins anew: time 0, first packet, cleared counters. Everything on its way is discarded, so nothing should be on its way.
    /// </summary>
    /// <param name="seed">Another seed than the link was started with, or null.</param>
    public void Restart(ulong? seed = null) => Restart(Profile, seed ?? _seed);

    /// <summary>As <see cref="Restart(ulong?)"/>, but without any impairment: what remains is the emulator's own cost.</summary>
    public void RestartUnimpaired() => Restart(Unimpaired, _seed);

    /// <summary>Time 0 of the profile: the last restart in nanoseconds on the monotonic clock.</summary>
    public long StartedAt => _startedAt;

    /// <summary>What happened since the last restart.</summary>
    public LinkStatistics Statistics() => new(
        _engine.Statistics(LinkDirection.Up),
        _engine.Statistics(LinkDirection.Down),
        (MonotonicClock.Instance.Now - _startedAt) / 1e9,
        StolenTime.Seconds() - _stolen,
        _engine.CaptureDropped);

    /// <summary>What it did in a window since the last restart, by when it was.</summary>
    public IReadOnlyList<TimeMark> Marks(LinkWindow window) => LinkMarks.Of(Profile, _engine.DropsOverTime, _startedAt, window);

    /// <summary>What waited in front of its rates in a window since the last restart, by when it was.</summary>
    public IReadOnlyList<LinkQueueSeries> Queues(LinkWindow window) => LinkQueues.Of(_engine.QueueOverTime, _startedAt, window);

    public void Dispose()
    {
        _engine.Dispose();
        _awake?.Dispose();
        _topology.Dispose();
    }

    private void Restart(LinkProfile profile, ulong seed)
    {
        _startedAt = MonotonicClock.Instance.Now;
        _engine.Restart(profile, seed, _startedAt);
        _stolen = StolenTime.Seconds();
    }
}
