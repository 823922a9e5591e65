using System.Diagnostics;
using System.Globalization;

namespace ProtoBench.Tests.Foreign;

/// <summary>Lets R compute.</summary>
internal static class ForeignR
{
    /// <summary>The numbers that the expression gives.</summary>
    public static double[] Numbers(string expression)
    {
        var start = new ProcessStartInfo("Rscript")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "--vanilla", "-" },
            RedirectStandardInput = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Write($"cat(format({expression}, digits = 17), sep = '\\n')\n");
        process.StandardInput.Close();
        var complaint = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => double.Parse(line, CultureInfo.InvariantCulture))]
            : throw new InvalidOperationException($"Rscript failed: {complaint.Result}");
    }

    /// <summary>A vector as R writes it.</summary>
    public static string Vector(IEnumerable<double> values) =>
        $"c({string.Join(',', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))})";
}
