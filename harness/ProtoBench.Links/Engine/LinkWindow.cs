namespace ProtoBench.Links.Engine;

/// <summary>A trial's window, of which a link is asked what it did.</summary>
/// <param name="Start">On the monotonic clock, in nanoseconds (CLOCK_MONOTONIC, the same for all processes of a machine).</param>
/// <param name="Seconds">Its length.</param>
/// <param name="NearFrom">Where all is to be told, in seconds from the window's start; null, together with the next: nowhere.</param>
/// <param name="NearTo">The end of that.</param>
internal sealed record LinkWindow(long Start, double Seconds, double? NearFrom = null, double? NearTo = null);
