namespace ProtoBench.Reports.Charts;

/// <summary>A chart as plain values: what to draw, and nothing about how.</summary>
internal sealed record Chart
{
    /// <summary>Unique on the page; letters, digits and hyphens. Every element id of the chart begins with it.</summary>
    public required string Id { get; init; }

    /// <summary>What the chart shows, in one line.</summary>
    public required string Title { get; init; }

    /// <summary>The figures in words, for readers who do not see the chart.</summary>
    public required string Description { get; init; }

    /// <summary>The sentence that stands in its place when there is nothing to draw.</summary>
    public required string EmptyText { get; init; }

    public required Axis X { get; init; }

    public required Axis Y { get; init; }

    /// <summary>Drawn in this order, the last on top.</summary>
    public required IReadOnlyList<Mark> Marks { get; init; }

    /// <summary>Drawing units; one is a CSS pixel at natural size. Text is 12 units high.</summary>
    public double Width { get; init; } = 440;

    public double Height { get; init; } = 290;

    /// <summary>Nothing of the marks can be placed on the axes.</summary>
    public bool IsEmpty => !Marks.Any(mark => mark.IsDrawable(X.Scale, Y.Scale));
}
