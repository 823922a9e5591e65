using ProtoBench.Machine;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Trials;

/// <summary>Environment variables of a side of a trial: the settings of its runtime. Pure.</summary>
internal static class PeerEnvironment
{
    /// <param name="runtime">What the scenario asked for.</param>
    /// <param name="oneProcessor">Has the side a single processor?</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(RuntimeSettings runtime, bool oneProcessor)
    {
        List<KeyValuePair<string, string>> variables =
        [
            new("DOTNET_gcServer", Flag(runtime.ServerGc)),
            new("DOTNET_gcConcurrent", Flag(runtime.ConcurrentGc)),
        ];
        if (runtime.Code == PeerCode.Jit)
        {
            variables.Add(new("DOTNET_TieredPGO", Flag(runtime.TieredPgo)));
            variables.Add(new("DOTNET_TieredCompilation", "1"));

            // The runtime puts off optimising as long as new methods keep turning up within 100 ms, which a client that fills its only
            // processor does for ten seconds: measured here, HttpClient stayed at 14,000 exchanges/s that long and then did 31,000.
            variables.Add(new(ProcessProbe.TieringDelay, "1"));
        }

        if (runtime.InlineCompletions)
        {
            // Otherwise the thread of epoll hands each socket that has something to a thread of the pool, which sleeps: two wake-ups a side
            // where the kernel's own is one. With it, 64 B there and back took 16.5 instead of 24.5 µs over tcp and 15.0 instead of 24.3
            // over udp, where blocking calls took 15.4 and 12.5.
            variables.Add(new(ProcessProbe.InlineCompletions, Flag(true)));
        }

        if (oneProcessor)
        {
            // A thread of the pool that has nothing to do yields the processor dozens of times before it sleeps. On its only processor that
            // interrupts those who would give it work: measured here, tcp took 104 + 103 µs of processor time an exchange (client + server)
            // with it and 43 + 43 µs without.
            variables.Add(new(ProcessProbe.PoolSpin, "0"));

            // The pool tries every now and then whether more threads do more (hill climbing). On its only processor they only take it from
            // each other: in slices of 20 ms without it p50 was 14.6, 20.0 and 28.2 µs (unix, tcp, http2), each within 1 µs, and with it
            // changed between these and 1.3 to 4 times as much from slice to slice. A starved pool still grows.
            variables.Add(new(ProcessProbe.PoolClimbing, "1"));
        }

        return variables;
    }

    private static string Flag(bool on) => on ? "1" : "0";
}
