using ProtoBench.Links.Native;
using ProtoBench.Links.Topology;
using ProtoBench.Model.Links.Evidence;
using ProtoBench.Model.Links.Model;
using ProtoBench.Model.Links.Profiles;

namespace ProtoBench.Links.Engine;

/// <summary>
/// The emulator of this program: a thread for each direction that takes every packet, asks the model and releases it when it is due.
/// </summary>
internal sealed class PacketEngine : ILinkEngine
{
    private readonly LinkPorts _ports;
    private readonly LinkThread _up;
    private readonly LinkThread _down;
    private readonly PcapngRecorder? _capture;
    private LinkProfile _profile;
    private long _upOverflow;
    private long _downOverflow;
    private TimeSpan _upTime;
    private TimeSpan _downTime;

    /// <summary>Starts both directions, at first without impairments.</summary>
    /// <param name="ports">Where packets come out and go in; they stay the caller's.</param>
    /// <param name="unimpaired">A profile that does nothing.</param>
    /// <param name="options">Seed, priority, recording.</param>
    public PacketEngine(LinkPorts ports, LinkProfile unimpaired, LinkOptions options)
    {
        (_ports, _profile) = (ports, unimpaired);
        _capture = options.Capture is null ? null : PcapngRecorder.Create(options.Capture, ports.Client.HeaderBytes);
        _up = StartDirection(LinkDirection.Up, ports.Client, ports.Server, options);
        _down = StartDirection(LinkDirection.Down, ports.Server, ports.Client, options);
        (_up.Opposite, _down.Opposite) = (_down.Forwarder, _up.Forwarder);
    }

    public bool HasRealTime => _up.HasRealTime && _down.HasRealTime;

    public bool IsSeeded => true;

    public long CaptureDropped => _capture?.Dropped ?? 0;

    public void BeginCapture() => _capture?.Begin();

    public void Restart(LinkProfile profile, ulong seed, long origin)
    {
        _profile = profile;
        _up.Restart(new LinkModel(profile, LinkDirection.Up, seed), origin);
        _down.Restart(new LinkModel(profile, LinkDirection.Down, seed), origin);
        _upOverflow = _ports.Client.OverflowDrops();
        _downOverflow = _ports.Server.OverflowDrops();
        (_upTime, _downTime) = (_up.ProcessorTime, _down.ProcessorTime);
    }

    public LinkDirectionStatistics Statistics(LinkDirection direction)
    {
        _up.ThrowIfFailed();
        _down.ThrowIfFailed();
        return direction == LinkDirection.Up
            ? Of(_up, _profile.Up, _ports.Client.OverflowDrops() - _upOverflow, _upTime)
            : Of(_down, _profile.Down, _ports.Server.OverflowDrops() - _downOverflow, _downTime);
    }

    public DropTimeline? DropsOverTime(LinkDirection direction) =>
        (direction == LinkDirection.Up ? _up : _down).Forwarder.DropsOverTime();

    public QueueTimeline? QueueOverTime(LinkDirection direction) =>
        (direction == LinkDirection.Up ? _up : _down).Forwarder.QueueOverTime();

    public void Dispose()
    {
        _up.Dispose();
        _down.Dispose();
        _capture?.Dispose();
    }

    private LinkThread StartDirection(LinkDirection direction, IPacketPort from, IPacketPort to, LinkOptions options)
    {
        var forwarder = new PacketForwarder(
            direction, from, to, MonotonicClock.Instance, new PacketPool(), PacketPool.DefaultSlots, _capture);
        return new LinkThread(forwarder, MonotonicClock.Instance, new LinkModel(_profile, direction, options.Seed), options.RealTime);
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
