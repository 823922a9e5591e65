using System.ComponentModel;
using System.Diagnostics;

namespace ProtoBench.Links.Native;

/// <summary>Runs iproute2's tc inside a namespace.</summary>
internal static class TrafficControl
{
    private const string Remedy =
        "`modprobe -a sch_netem sch_tbf sch_ingress cls_matchall act_mirred` (Debian's kernels have them), and install iproute2; or "
            + "use `backend: automatic`, which needs none";

    /// <summary>Null for success, otherwise what tc said.</summary>
    public static string? Run(NetworkNamespace side, string arguments) => Call(side, arguments).Error;

    /// <summary>As <see cref="Run"/>, for what a link cannot do without.</summary>
    /// <exception cref="LinkUnavailableException">tc failed; the message has its words.</exception>
    public static void Require(NetworkNamespace side, string arguments) => Read(side, arguments);

    /// <summary>What tc printed.</summary>
    /// <exception cref="LinkUnavailableException">tc failed; the message has its words.</exception>
    public static string Read(NetworkNamespace side, string arguments)
    {
        var (error, output) = Call(side, arguments);
        return error is null ? output : throw new LinkUnavailableException($"`tc {arguments}` failed: {error}", Remedy);
    }

    private static (string? Error, string Output) Call(NetworkNamespace side, string arguments)
    {
        try
        {
            using var process =
                side.Start(new ProcessStartInfo("tc", arguments) { RedirectStandardError = true, RedirectStandardOutput = true });
            // Both are shorter than a pipe holds, so that reading them one after the other cannot block.
            var output = process.StandardOutput.ReadToEnd();
            var said = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode == 0 ? null : said.Trim().ReplaceLineEndings(" "), output);
        }
        catch (Win32Exception error)
        {
            return ($"tc cannot be started ({error.Message})", "");
        }
    }
}
