using System.Diagnostics;
using Xunit;

namespace ProtoBench.Tests.Commands;

/// <summary>Runs only where a mount namespace can be made, which takes root.</summary>
public sealed class MountFactAttribute : FactAttribute
{
    private static readonly bool Mounts = CanMount();

    public MountFactAttribute() => Skip = Mounts ? null : "a mount namespace cannot be made here (root can)";

    private static bool CanMount()
    {
        try
        {
            using var trial = Process.Start(new ProcessStartInfo("unshare", ["-m", "mount", "-t", "tmpfs", "none", "/mnt"]) { RedirectStandardError = true })!;
            trial.WaitForExit();
            return trial.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
