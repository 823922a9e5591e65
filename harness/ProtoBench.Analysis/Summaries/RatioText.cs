using ProtoBench.Model.Statistics;
using ProtoBench.Model.Text;

namespace ProtoBench.Analysis.Summaries;

/// <summary>Factors with their intervals in words.</summary>
internal static class RatioText
{
    /// <summary>For example <c>1.08× (1.02–1.14)</c>; without the interval where there is none; where it says nothing, in words.</summary>
    public static string Of(double ratio, double? low, double? high) => NumberText.Of(ratio, Quantity.Factor) + (low, high) switch
    {
        ({ } from, { } to) when IntervalWidth.Bounds(from, to) => $" ({NumberText.Range(from, to, Quantity.Factor).TrimEnd('×')})",
        ({ }, { }) => " (too few or too uneven to bound it)",
        _ => "",
    };
}
