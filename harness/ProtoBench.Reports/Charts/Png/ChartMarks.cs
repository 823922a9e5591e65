using ScottPlot;

namespace ProtoBench.Reports.Charts.Png;

/// <summary>A chart's marks and words on the axes of a plot.</summary>
internal sealed class ChartMarks(ChartLayout layout, PlotPaint look) : IPlottable, IRenderLast
{
    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp)
    {
        if (layout.Chart.IsEmpty)
        {
            return;
        }

        var (canvas, area) = (new PlotCanvas(rp, look), new PlotArea(layout.Chart, Axes.GetPixel));

        // ScottPlot cuts off at the plot's very edge, which would halve the markers there.
        rp.CanvasState.DisableClipping();
        rp.CanvasState.Save();
        rp.CanvasState.Clip(rp.DataRect.Expand((float)ChartLayout.Overhang));
        foreach (var mark in layout.Chart.Marks)
        {
            foreach (var shape in MarkShapes.Of(mark, area))
            {
                canvas.Draw(shape, mark.Style);
            }
        }
    }

    public void RenderLast(RenderPack rp)
    {
        var canvas = new PlotCanvas(rp, look);
        foreach (var title in layout.Titles())
        {
            canvas.Write(title, Palette.Neutral);
        }

        if (layout.Chart.IsEmpty)
        {
            foreach (var line in layout.Sentence())
            {
                canvas.Write(line, Palette.Neutral);
            }

            return;
        }

        if (layout.Chart.Y.Scale is BandScale rows)
        {
            foreach (var (_, name) in layout.Categories(rows))
            {
                canvas.Write(name, Palette.Neutral);
            }
        }

        foreach (var (mark, text) in MarkWords.Of(layout))
        {
            canvas.Write(text, mark.Style);
        }

        foreach (var label in LineLabels.Of(layout))
        {
            canvas.Draw(label.Stroke, label.Line.Style);
            if (label.Key is { } key)
            {
                canvas.Draw(key, label.Line.Style);
            }

            canvas.Write(label.Name, label.Line.Style);
        }
    }
}
