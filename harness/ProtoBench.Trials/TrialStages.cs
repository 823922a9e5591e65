using ProtoBench.Machine;
using ProtoBench.Model.Results;

namespace ProtoBench.Trials;

/// <summary>Looks at the clock when a trial gets from one stage to the next. Used by one task at a time.</summary>
internal sealed class TrialStages
{
    private readonly long _began = LoadClock.Now;
    private long _started;
    private long _connected;
    private long _loaded;
    private long _window;

    /// <summary>Both processes are up, and the server listens.</summary>
    public void Started() => _started = LoadClock.Now;

    /// <summary>Every connection is up.</summary>
    public void Connected() => _connected = LoadClock.Now;

    /// <summary>The load is over.</summary>
    /// <param name="window">When the window began, on the clock of this process.</param>
    public void Loaded(long window) => (_loaded, _window) = (LoadClock.Now, window);

    /// <summary>The trial is over. Null: it did not get through all of its stages.</summary>
    /// <param name="trials">That share the time. Default one.</param>
    public TrialTimes? Ended(int trials = 1)
    {
        if (_loaded == 0 || _started == 0)
        {
            return null;
        }

        var connected = _connected == 0 ? _started : _connected;
        return new TrialTimes
        {
            Start = Between(_began, _started, trials),
            Connect = Between(_started, connected, trials),
            Load = Between(connected, _loaded, trials),
            End = Between(_loaded, LoadClock.Now, trials),
            UntilWindow = Between(_began, _window, 1),
        };
    }

    private static double Between(long from, long to, int trials) => Math.Round((to - from) / 1e9 / trials, 4);
}
