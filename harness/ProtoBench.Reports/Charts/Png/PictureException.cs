namespace ProtoBench.Reports.Charts.Png;

/// <summary>Pictures cannot be drawn here; the message says why and what to do. Everything else works without them.</summary>
internal sealed class PictureException : IOException
{
    private PictureException(string message, Exception cause)
        : base(message, cause)
    {
    }

    /// <summary>Is what failed the loading of Skia, and not the drawing?</summary>
    public static bool IsMissingLibrary(Exception error) => error switch
    {
        DllNotFoundException or EntryPointNotFoundException or BadImageFormatException => true,

        // SkiaSharp's own check of the library's version.
        InvalidOperationException => error.Message.Contains("libSkiaSharp", StringComparison.Ordinal),
        FileNotFoundException or FileLoadException =>
            error.Message.Contains("Skia", StringComparison.Ordinal) || error.Message.Contains("ScottPlot", StringComparison.Ordinal),
        _ => error is TypeInitializationException && error.InnerException is { } cause && IsMissingLibrary(cause),
    };

    public static PictureException MissingLibrary(Exception cause) => new(
        $"a picture needs SkiaSharp's native library, and libSkiaSharp in {AppContext.BaseDirectory} is missing or not the one this "
            + "program was built with; "
            + "build ProtoBench again (scripts/build.sh)",
        cause);
}
