using ProtoBench.Reports.Charts;

namespace ProtoBench.Reports.Figures;

/// <summary>Keeps the charts that pass through it on their way to where they are drawn.</summary>
/// <param name="next">Draws them; null for nobody.</param>
internal sealed class ChartCollector(IChartRenderer? next = null) : IChartRenderer
{
    private readonly List<Chart> _charts = [];

    public IReadOnlyList<Chart> Charts => _charts;

    public void Render(Chart chart, TextWriter output)
    {
        _charts.Add(chart);
        next?.Render(chart, output);
    }
}
