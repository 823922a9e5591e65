namespace ProtoBench.Model.Measurements;

/// <summary>The rate over one sampling interval.</summary>
/// <param name="Second">End of the interval, in seconds from the window's start; negative during warm-up.</param>
/// <param name="Rate">Exchanges per second, or for bulk transfers payload bytes per second at the receiver.</param>
public sealed record RateSample(double Second, double Rate);
