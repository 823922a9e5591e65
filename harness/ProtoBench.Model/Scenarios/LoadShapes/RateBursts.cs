namespace ProtoBench.Model.Scenarios.LoadShapes;

/// <summary>
/// A rate with so many arrivals at once on top of it, again and again. The first burst comes half of <see cref="Every"/> after the window's
/// start, so that a window of whole ones holds as many.
/// </summary>
/// <param name="Base">Arrivals per second beside them.</param>
/// <param name="Size">Arrivals of a burst, all due at the same instant.</param>
/// <param name="Every">From burst to burst.</param>
public sealed record RateBursts(double Base, int Size, TimeSpan Every)
{
    /// <summary>Bursts in a window of so many seconds.</summary>
    public int Within(double seconds) => (int)Math.Ceiling(Math.Max(0, (seconds / Every.TotalSeconds) - 0.5));
}
