using System.CommandLine;
using System.Runtime.ExceptionServices;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Reports.Charts;
using ProtoBench.Reports.Charts.Png;
using ProtoBench.Reports.Figures;
using ProtoBench.Reports.Html;

namespace ProtoBench.Commands;

/// <summary>Writes charts as files of their own, for pull requests, slides, papers and READMEs.</summary>
internal static class ChartFiles
{
    /// <summary>Where the pictures of a result's folder are.</summary>
    public const string Folder = "charts";

    private static readonly SvgChartRenderer Standalone = new(SvgMode.Standalone);

    public static Option<string?> Option(string description) => new("--png") { Description = description, HelpName = "folder" };

    /// <summary>Every chart of a report as SVG with literal colours. Returns how many.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static int WriteSvg(RunSummary summary, string folder) => WriteSvg(ReportCharts.Of(summary), folder);

    /// <summary>Charts as SVG with literal colours. Returns how many.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static int WriteSvg(IReadOnlyList<Chart> charts, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (chart, name) in charts.Zip(ChartFileNames.Of(charts)))
        {
            using var svg = new StringWriter { NewLine = "\n" };
            Standalone.Render(chart, svg);
            File.WriteAllText(Path.Combine(folder, name + ".svg"), svg.ToString());
        }

        return charts.Count;
    }

    /// <summary>Every chart of a report as PNG, as <see cref="WritePng(IReadOnlyList{Chart}, string)"/>.</summary>
    /// <exception cref="IOException">They cannot be drawn, or the folder cannot be written.</exception>
    public static int WritePng(RunSummary summary, string folder) => WritePng(ReportCharts.Of(summary), folder);

    /// <summary>
    /// Charts as PNG on light and on dark paper, <c>NAME.png</c> and <c>NAME.dark.png</c>. They are drawn on all processors: each is for
    /// itself, and its bytes are the same whoever draws it. Returns how many charts.
    /// </summary>
    /// <exception cref="IOException">They cannot be drawn, or the folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static int WritePng(IReadOnlyList<Chart> charts, string folder)
    {
        Directory.CreateDirectory(folder);
        var names = ChartFileNames.Of(charts);
        var (light, dark) = (new PngChartRenderer(ChartTheme.Light), new PngChartRenderer(ChartTheme.Dark));
        try
        {
            Parallel.For(0, charts.Count, i =>
            {
                WriteWhole(Path.Combine(folder, PictureNames.Light(names[i])), light.Render(charts[i]));
                WriteWhole(Path.Combine(folder, PictureNames.Dark(names[i])), dark.Render(charts[i]));
            });
        }
        catch (AggregateException errors)
        {
            ExceptionDispatchInfo.Throw(errors.InnerExceptions[0]);
        }

        return charts.Count;
    }

    /// <summary>
    /// Writes charts where somebody asked for them beside what a command prints, and says so on standard error, since standard output may
    /// be JSON.
    /// </summary>
    /// <param name="charts">What to draw.</param>
    /// <param name="folder">Where to; null for nowhere.</param>
    /// <returns>The exit code: that the machine is not able, where they could not be drawn or written.</returns>
    public static int Extract(IReadOnlyList<Chart> charts, string? folder)
    {
        if (folder is null)
        {
            return ExitCode.Ok;
        }

        try
        {
            Console.Error.WriteLine($"{WritePng(charts, folder)} charts in {folder}");
            return ExitCode.Ok;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"protobench: no charts in {folder}: {error.Message}");
            return ExitCode.MachineNotAble;
        }
    }

    /// <summary>
    /// The pictures of a result's folder, in place of all that were there. What keeps them from being drawn is said in one sentence and
    /// ends nothing: figures and page are there without them.
    /// </summary>
    /// <returns>Were they drawn?</returns>
    public static bool Replace(IReadOnlyList<Chart> charts, string result, TextWriter complaints)
    {
        var folder = Path.Combine(result, Folder);
        try
        {
            if (Directory.Exists(folder))
            {
                // A chart that the result no longer has would show figures that are none of its.
                foreach (var old in Directory.EnumerateFiles(folder, "*.png"))
                {
                    File.Delete(old);
                }
            }

            return charts.Count > 0 && WritePng(charts, folder) > 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            complaints.WriteLine(
                $"protobench: no charts as pictures in {folder}: {error.Message.TrimEnd('.')}. All figures are there without them.");
            return false;
        }
    }

    private static void WriteWhole(string path, byte[] picture)
    {
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.new");
        try
        {
            File.WriteAllBytes(temporary, picture);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
