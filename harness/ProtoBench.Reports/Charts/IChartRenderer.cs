namespace ProtoBench.Reports.Charts;

/// <summary>Turns a chart into text of one format. The same chart gives the same text.</summary>
internal interface IChartRenderer
{
    void Render(Chart chart, TextWriter output);
}
