using System.ComponentModel;
using System.Diagnostics;

namespace ProtoBench.Links.Native;

/// <summary>Runs iproute2's tc inside a namespace.</summary>
internal static class TrafficControl
{
    /// <summary>Null for success, otherwise what tc said.</summary>
    public static string? Run(NetworkNamespace side, string arguments)
    {
        try
        {
            using var process = side.Start(new ProcessStartInfo("tc", arguments) { RedirectStandardError = true, RedirectStandardOutput = true });
            var said = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : said.Trim().ReplaceLineEndings(" ");
        }
        catch (Win32Exception error)
        {
            return $"tc cannot be started ({error.Message}); install iproute2";
        }
    }
}
