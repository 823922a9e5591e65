using System.Diagnostics;

namespace ProtoBench.Tests.Links;

/// <summary>Starts the program itself, as a user would.</summary>
internal static class Protobench
{
    private static string Path => System.IO.Path.Combine(AppContext.BaseDirectory, "protobench");

    /// <summary>Arguments of setpriv that make a program run as nobody.</summary>
    public static IReadOnlyList<string> OrdinaryUser { get; } = ["--reuid=65534", "--regid=65534", "--clear-groups", "--"];

    public static Process Start(params string[] arguments) => StartProgram(Path, arguments);

    /// <summary>As nobody.</summary>
    public static Process StartAsOrdinaryUser(params string[] arguments) => StartProgram("setpriv", [.. OrdinaryUser, Path, .. arguments]);

    private static Process StartProgram(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        return Process.Start(start)!;
    }

    /// <summary>Runs to the end, at most a minute.</summary>
    public static (int ExitCode, string Output, string Log) Run(params string[] arguments) => Finish(Start(arguments));

    /// <summary>The same as an ordinary user.</summary>
    public static (int ExitCode, string Output, string Log) RunAsOrdinaryUser(params string[] arguments) =>
        Finish(StartAsOrdinaryUser(arguments));

    private static (int ExitCode, string Output, string Log) Finish(Process started)
    {
        using var process = started;
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
