using System.ComponentModel;
using System.Diagnostics;
using ProtoBench.Charts;
using ProtoBench.Reports;

namespace ProtoBench.Commands;

/// <summary>Writes every chart of a report as a file of its own, for slides, papers and READMEs.</summary>
internal static class ChartFiles
{
    // Twice the natural size: sharp on the screens most people have.
    private const string Zoom = "2";

    private static readonly SvgChartRenderer Standalone = new(SvgMode.Standalone);

    /// <summary>As SVG with literal colours. Returns how many.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static int WriteSvg(RunSummary summary, string folder)
    {
        Directory.CreateDirectory(folder);
        return Each(summary, (name, svg) => File.WriteAllText(Path.Combine(folder, name + ".svg"), svg));
    }

    /// <summary>As PNG, drawn by rsvg-convert. Returns how many.</summary>
    /// <exception cref="IOException">It is not installed or does not succeed, or the folder cannot be written.</exception>
    public static int WritePng(RunSummary summary, string folder)
    {
        Directory.CreateDirectory(folder);
        return Each(summary, (name, svg) => Convert(svg, Path.Combine(folder, name + ".png")));
    }

    private static int Each(RunSummary summary, Action<string, string> write)
    {
        var charts = ReportCharts.Of(summary);
        var names = ChartFileNames.Of(charts);
        for (var i = 0; i < charts.Count; i++)
        {
            using var svg = new StringWriter { NewLine = "\n" };
            Standalone.Render(charts[i], svg);
            write(names[i], svg.ToString());
        }

        return charts.Count;
    }

    private static void Convert(string svg, string file)
    {
        var start = new ProcessStartInfo("rsvg-convert", ["--format", "png", "--zoom", Zoom, "--output", file])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var converter = Process.Start(start)!;
            var complaint = converter.StandardError.ReadToEndAsync();
            try
            {
                converter.StandardInput.Write(svg);
                converter.StandardInput.Close();
            }
            catch (IOException)
            {
                // It ended before it had read all; why is in its exit code and on its standard error.
            }

            converter.WaitForExit();
            if (converter.ExitCode != 0)
            {
                throw new IOException($"rsvg-convert could not draw {file}: {complaint.Result.Trim()}");
            }
        }
        catch (Win32Exception error)
        {
            throw new IOException(
                "charts become PNG through rsvg-convert, which is not installed; on Debian: apt-get install librsvg2-bin. --svg needs nothing", error);
        }
    }
}
