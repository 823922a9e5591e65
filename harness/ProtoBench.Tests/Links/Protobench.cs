using System.Diagnostics;

namespace ProtoBench.Tests.Links;

/// <summary>Starts the program itself, as a user would.</summary>
internal static class Protobench
{
    private static string Path => System.IO.Path.Combine(AppContext.BaseDirectory, "protobench");

    private static string[] OrdinaryUser { get; } = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"];

    public static Process Start(params string[] arguments) => StartProgram([Path, .. arguments]);

    /// <summary>As nobody.</summary>
    public static Process StartAsOrdinaryUser(params string[] arguments) => StartProgram([.. OrdinaryUser, Path, .. arguments]);

    private static Process StartProgram(string[] words)
    {
        var start = new ProcessStartInfo(
            words[0], words[1..])
        { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        return Process.Start(start)!;
    }

    /// <summary>Runs to the end.</summary>
    public static (int ExitCode, string Output, string Log) Run(params string[] arguments) => Finish(Start(arguments));

    /// <summary>
    /// The same as nobody, where the node of TUN has these permissions: udev gives it 0666, a machine without udev keeps the kernel's 0600.
    /// </summary>
    public static (int ExitCode, string Output, string Log) RunAsOrdinaryUser(string tunMode, params string[] arguments) =>
        Finish(StartProgram([.. BesideTun(tunMode), Path, .. arguments]));

    /// <summary>Can nobody read this program, beside a node of our own?</summary>
    public static bool CanRunAsOrdinaryUser()
    {
        using var probe = StartProgram([.. BesideTun("600"), "test", "-r", Path + ".dll"]);
        probe.WaitForExit();
        return probe.ExitCode == 0;
    }

    // A mount namespace of its own: the machine's node stays as it is. 10, 200 is TUN's number (Documentation/admin-guide/devices.txt).
    private static string[] BesideTun(string mode) =>
    [
        "unshare", "--mount", "--", "sh", "-c", $"mount -t tmpfs none /dev/net && mknod -m {mode} /dev/net/tun c 10 200 && "
            + "exec \"$@\"", "sh", .. OrdinaryUser,
    ];

    private static (int ExitCode, string Output, string Log) Finish(Process started)
    {
        using var process = started;
        process.StandardInput.Close();
        var log = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(Patience.LongLimit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException("protobench did not end in time.");
        }

        return (process.ExitCode, output, log.Result);
    }
}
