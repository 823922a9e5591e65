using System.Diagnostics;

namespace ProtoBench.Links.Engine;

/// <summary>CLOCK_MONOTONIC, which .NET's Stopwatch reads on Linux with a resolution of 1 ns.</summary>
internal sealed class MonotonicClock : ILinkClock
{
    public static MonotonicClock Instance { get; } = new();

    public long Now => Stopwatch.GetTimestamp();
}
