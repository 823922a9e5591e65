using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Load.Loops;

/// <summary>Where opening a client's connections took its time. Takes a lock, like <see cref="FreshConnections"/>.</summary>
internal sealed class OpeningTally
{
    private readonly Lock _lock = new();
    private readonly List<ConnectionPhases> _first = [];
    private LatencyHistogram[]? _phases;

    /// <summary>A connection was opened; of those that do not know their phases, nothing is kept.</summary>
    /// <param name="connection">That was opened.</param>
    /// <param name="dns">Resolving its server's name took so long, in nanoseconds; 0: there was none.</param>
    public void Add(IProtocolConnection connection, long dns = 0)
    {
        if (connection is not IPhasedConnection { Phases: var told })
        {
            return;
        }

        var phases = told with { Dns = dns };

        lock (_lock)
        {
            // Three histograms are 810 KB, which a client that opens few connections need not have.
            if (_phases is null && _first.Count < 64)
            {
                _first.Add(phases);
                return;
            }

            _phases ??= Filled();
            Record(_phases, phases);
        }
    }

    /// <summary>Null when no connection told.</summary>
    public ConnectionOpenings? Report()
    {
        lock (_lock)
        {
            if (_first.Count == 0)
            {
                return null;
            }

            var phases = _phases ?? Filled();
            return new ConnectionOpenings
            {
                Count = phases[1].Count,
                Dns = Told(phases[0]),
                Connect = HistogramText.Encode(phases[1]),
                Tls = Told(phases[2]),
            };
        }
    }

    private static string? Told(LatencyHistogram phase) => phase.Count > 0 ? HistogramText.Encode(phase) : null;

    private static void Record(LatencyHistogram[] phases, ConnectionPhases one)
    {
        if (one.Dns > 0)
        {
            phases[0].Record(one.Dns);
        }

        phases[1].Record(one.Connect);
        if (one.Tls > 0)
        {
            phases[2].Record(one.Tls);
        }
    }

    private LatencyHistogram[] Filled()
    {
        LatencyHistogram[] phases = [new(), new(), new()];
        foreach (var one in _first)
        {
            Record(phases, one);
        }

        return phases;
    }
}
