using System.Diagnostics;

namespace ProtoBench.Protocols.Http;

/// <summary>Nanoseconds for <see cref="ProtoBench.Contract.Requests.ConnectionPhases"/>.</summary>
internal static class PhaseTime
{
    /// <summary>Since an instant of <see cref="Stopwatch"/>.</summary>
    public static long Since(long began) => (long)(Stopwatch.GetElapsedTime(began).TotalSeconds * 1e9);
}
