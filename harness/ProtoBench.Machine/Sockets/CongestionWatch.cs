using ProtoBench.Model.Measurements;
using ProtoBench.Native;

namespace ProtoBench.Machine.Sockets;

/// <summary>
/// Looks at the congestion control of this process's TCP connections at a fixed interval, on a thread of its own, from construction until
/// it is disposed. It asks descriptors, so it works whoever made the sockets. Looking allocates nothing; the latest samples are kept.
/// </summary>
internal sealed class CongestionWatch : IDisposable
{
    /// <summary>Connections that are watched at once; the first that are found.</summary>
    public const int MostConnections = 8;

    /// <summary>Of all connections: at the shortest interval eight of them for five times the longest window that has it.</summary>
    private const int MostSamples = 4096;

    // A descriptor that is no socket is refused in about 0.1 µs, and connections of a load are opened before its window.
    private const int MostDescriptors = 1024;
    private const int LooksPerSearch = 10;
    private const int SamplesPerWindow = 100;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);

    private readonly (long Nanoseconds, int Connection, TcpCongestion State)[] _samples =
        new (long Nanoseconds, int Connection, TcpCongestion State)[MostSamples];

    private readonly Watched[] _watched = new Watched[MostConnections];
    private readonly TimeSpan _interval;
    private readonly Lock _lock = new();
    private readonly ManualResetEventSlim _ended = new();
    private readonly Thread _thread;
    private long _taken;
    private int _looks;
    private int _connections;

    /// <param name="interval">As <see cref="IntervalOf"/> has it.</param>
    public CongestionWatch(TimeSpan interval)
    {
        _interval = interval;
        _thread = new Thread(Run) { IsBackground = true, Name = "congestion" };
        _thread.Start();
    }

    /// <summary>A hundred looks at a window, and none closer than 10 ms to the last: less than most round trips over a distance.</summary>
    /// <param name="window">How long it is.</param>
    public static TimeSpan IntervalOf(TimeSpan window) => window / SamplesPerWindow > Shortest ? window / SamplesPerWindow : Shortest;

    /// <summary>Each connection's latest samples; their instants are seconds of the monotonic clock.</summary>
    /// <param name="side"><c>client</c> or <c>server</c>.</param>
    public IReadOnlyList<CongestionSeries> Finish(string side)
    {
        lock (_lock)
        {
            return
            [
                .. Enumerable.Range(0, (int)Math.Min(_taken, MostSamples))
                    .Select(i => _samples[(Math.Max(0, _taken - MostSamples) + i) % MostSamples])
                    .GroupBy(sample => sample.Connection)
                    .Select(group => Series(side, group.Key, [.. group.Select(one => (one.Nanoseconds, one.State))])),
            ];
        }
    }

    /// <summary>Looks now. Allocates nothing.</summary>
    internal void Look()
    {
        lock (_lock)
        {
            if (_looks++ % LooksPerSearch == 0)
            {
                Search();
            }

            foreach (ref var one in _watched.AsSpan())
            {
                if (one.Connection == 0)
                {
                    continue;
                }

                if (!LibcCongestion.TryRead(one.Descriptor, out var state))
                {
                    one = default;
                    continue;
                }

                // Fewer bytes than before are another connection's, whose descriptor was free again.
                if (state.AckedBytes < one.State.AckedBytes || state.ReceivedBytes < one.State.ReceivedBytes)
                {
                    one.Connection = ++_connections;
                }

                one.State = state;
                _samples[_taken++ % MostSamples] = (LoadClock.Now, one.Connection, state);
            }
        }
    }

    public void Dispose()
    {
        _ended.Set();
        _thread.Join();
        _ended.Dispose();
    }

    private void Run()
    {
        while (!_ended.Wait(_interval))
        {
            Look();
        }
    }

    private void Search()
    {
        for (var descriptor = 0; descriptor < MostDescriptors; descriptor++)
        {
            var free = -1;
            var known = false;
            for (var i = 0; i < MostConnections; i++)
            {
                known |= _watched[i].Connection != 0 && _watched[i].Descriptor == descriptor;
                free = free < 0 && _watched[i].Connection == 0 ? i : free;
            }

            if (free < 0)
            {
                return;
            }

            if (!known && LibcCongestion.TryRead(descriptor, out var state))
            {
                _watched[free] = new Watched { Descriptor = descriptor, Connection = ++_connections, State = state };
            }
        }
    }

    private static CongestionSeries Series(
        string side, int connection, IReadOnlyList<(long Nanoseconds, TcpCongestion State)> samples) => new()
        {
            Side = side,
            Connection = connection,
            SegmentBytes = samples[^1].State.SegmentBytes,
            LeastRoundTripMicroseconds = samples[^1].State.LeastRoundTripMicroseconds,
            Seconds = [.. samples.Select(one => Math.Round(one.Nanoseconds / 1e9, 6))],
            Windows = [.. samples.Select(one => one.State.WindowSegments)],
            Thresholds =
            [
                .. samples.Select(one => one.State.ThresholdSegments)
                    .Select(threshold => threshold == TcpCongestion.NoThreshold ? null : (int?)threshold),
            ],
            RoundTripMicroseconds = [.. samples.Select(one => one.State.RoundTripMicroseconds)],
            DeviationMicroseconds = [.. samples.Select(one => one.State.DeviationMicroseconds)],
            DeliveryRates = [.. samples.Select(one => one.State.BytesPerSecond)],
            SentAgain = [.. samples.Select(one => one.State.SentAgain)],
            AckedBytes = [.. samples.Select(one => one.State.AckedBytes)],
        };

    private struct Watched
    {
        public int Descriptor;
        public int Connection;
        public TcpCongestion State;
    }
}
