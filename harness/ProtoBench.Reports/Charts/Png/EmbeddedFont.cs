using ScottPlot;
using SkiaSharp;

namespace ProtoBench.Reports.Charts.Png;

/// <summary>
/// DejaVu Sans, regular and bold, out of this program. Without a font of its own a picture would look different on every machine, and on
/// one without fonts Skia draws no text at all and says nothing.
/// </summary>
internal sealed class EmbeddedFont : IFontResolver
{
    /// <summary>A name that no installed font has, so that none takes its place.</summary>
    public const string Name = "ProtoBench DejaVu Sans";

    private static readonly Lazy<SKTypeface> Regular = new(() => Load("DejaVuSans.subset.ttf"));
    private static readonly Lazy<SKTypeface> Bold = new(() => Load("DejaVuSans-Bold.subset.ttf"));

    // ScottPlot's list of resolvers is not safe to change while another thread draws.
    private static readonly Lazy<bool> Installed = new(() =>
    {
        Fonts.FontResolvers.Insert(0, new EmbeddedFont());
        Fonts.Default = Name;
        return true;
    });

    private EmbeddedFont()
    {
    }

    /// <summary>Makes it the font of every plot, once.</summary>
    public static void Install() => _ = Installed.Value;

    public static SKTypeface Typeface(bool bold) => bold ? Bold.Value : Regular.Value;

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        fontName == Name ? Typeface(weight >= FontWeight.SemiBold) : null;

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName == Name ? Typeface(bold) : null;

    private static SKTypeface Load(string file)
    {
        using var stream = typeof(EmbeddedFont).Assembly.GetManifestResourceStream("font/" + file)!;
        using var bytes = SKData.Create(stream);
        return SKTypeface.FromData(bytes) ?? throw new InvalidOperationException($"The embedded font {file} cannot be read.");
    }
}
