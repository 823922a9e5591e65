namespace ProtoBench.Reports.Charts;

internal enum MarkerShape
{
    Circle,
    Square,
    Diamond,
    TriangleUp,
    TriangleDown,
    Plus,
    Cross,
    Pentagon,
}
