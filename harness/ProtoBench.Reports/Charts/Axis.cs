using ProtoBench.Model.Text;

namespace ProtoBench.Reports.Charts;

/// <summary>One axis of a chart.</summary>
/// <param name="Scale">Where values lie.</param>
/// <param name="Title">What the values are, for example <c>p99 response time, log scale</c>; empty for categories.</param>
/// <param name="Quantity">How its ticks are written.</param>
internal sealed record Axis(Scale Scale, string Title, Quantity Quantity);
