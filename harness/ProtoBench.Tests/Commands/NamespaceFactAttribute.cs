using System.Diagnostics;
using Xunit;

namespace ProtoBench.Tests.Commands;

/// <summary>Runs only where a mount namespace can be made, in which a process sees a machine without fonts.</summary>
internal sealed class NamespaceFactAttribute : FactAttribute
{
    public NamespaceFactAttribute() =>
        Skip = CanBeMade() ? null : "a mount namespace cannot be made here (unshare --map-root-user --mount)";

    /// <summary>Where Linux programs look for fonts and for what says where they are.</summary>
    public static IReadOnlyList<string> FontFolders { get; } = ["/usr/share/fonts", "/usr/local/share/fonts", "/etc/fonts"];

    private static bool CanBeMade()
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(
                    "unshare", ["--map-root-user", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"])
                { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
