using ProtoBench.Load.Workloads;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Text;

namespace ProtoBench.Commands;

/// <summary>A finished trial on one line.</summary>
internal static class TrialLine
{
    /// <summary>For example <c>p50 24.1 µs  p99 61.0 µs  38.2k/s</c>, <c>1.92 GiB/s</c>, or why there is no figure.</summary>
    public static string Figures(TrialResult result)
    {
        if (result.Status != TrialStatus.Succeeded)
        {
            return $"{result.Status.ToString().ToLowerInvariant()}: {string.Join("; ", result.Reasons)}";
        }

        if (result.Measurement?.GoodputBytesPerSecond is { } goodput)
        {
            var lost = result.Measurement.DatagramsLost is { } count ? $"  {NumberText.Whole(count)} datagrams lost" : "";
            return NumberText.Of(goodput, Quantity.BytesPerSecond) + lost;
        }

        var parts = new List<string>();
        foreach (var decisive in WorkloadCatalog.All.Select(kind => kind.Decisive).OfType<WorkloadFigure>())
        {
            Add(
                parts,
                decisive.Title,
                result.Measurement?.Figures?.TryGetValue(decisive.Key, out var value) == true ? value : null,
                Enum.Parse<Quantity>(decisive.Unit.ToString()));
        }

        Add(parts, "p50", result.ResponseMicroseconds?.P50, Quantity.Microseconds);
        Add(parts, "p99", result.ResponseMicroseconds?.P99, Quantity.Microseconds);
        if (result.Measurement?.AchievedRate is { } rate)
        {
            parts.Add(NumberText.Of(rate, Quantity.PerSecond));
        }

        return string.Join("  ", parts);
    }

    public static string Name(Cell cell) => cell.Id;

    private static void Add(List<string> parts, string name, double? figure, Quantity quantity)
    {
        if (figure is { } value)
        {
            parts.Add($"{name} {NumberText.Of(value, quantity)}");
        }
    }
}
