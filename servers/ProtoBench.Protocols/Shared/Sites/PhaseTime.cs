using System.Diagnostics;

namespace ProtoBench.Protocols.Shared.Sites;

/// <summary>Nanoseconds for <see cref="ProtoBench.Contract.Requests.ConnectionPhases"/>.</summary>
internal static class PhaseTime
{
    /// <summary>Since an instant of <see cref="Stopwatch"/>.</summary>
    public static long Since(long began) => Between(began, Stopwatch.GetTimestamp());

    /// <summary>Between two of them.</summary>
    public static long Between(long began, long ended) => (long)(Stopwatch.GetElapsedTime(began, ended).TotalSeconds * 1e9);
}
