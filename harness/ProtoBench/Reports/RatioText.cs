using ProtoBench.Charts;

namespace ProtoBench.Reports;

/// <summary>Factors with their intervals in words.</summary>
internal static class RatioText
{
    /// <summary>For example <c>1.08× (1.02–1.14)</c>; without the interval where there is none.</summary>
    public static string Of(double ratio, double? low, double? high) => (low, high) is ({ } from, { } to)
        ? $"{NumberText.Of(ratio, Quantity.Factor)} ({NumberText.Range(from, to, Quantity.Factor).TrimEnd('×')})"
        : NumberText.Of(ratio, Quantity.Factor);
}
