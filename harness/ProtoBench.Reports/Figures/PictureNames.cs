namespace ProtoBench.Reports.Figures;

/// <summary>Files of a chart as a picture. Names of charts have no dot in them, so neither can be another chart's.</summary>
internal static class PictureNames
{
    public static string Light(string chart) => chart + ".png";

    public static string Dark(string chart) => chart + ".dark.png";
}
