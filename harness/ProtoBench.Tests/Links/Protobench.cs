using System.Diagnostics;

namespace ProtoBench.Tests.Links;

/// <summary>Starts the program itself, as a user would.</summary>
internal static class Protobench
{
    private static string Path => System.IO.Path.Combine(AppContext.BaseDirectory, "protobench");

    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        return Process.Start(start)!;
    }

    /// <summary>Runs to the end, at most a minute.</summary>
    public static (int ExitCode, string Output, string Log) Run(params string[] arguments)
    {
        using var process = Start(arguments);
        process.StandardInput.Close();
        var log = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(60_000))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException("protobench did not end within a minute.");
        }

        return (process.ExitCode, output, log.Result);
    }
}
