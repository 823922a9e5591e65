using System.ComponentModel;
using System.Diagnostics;
using ProtoBench.Links.Native;
using ProtoBench.Machine;
using ProtoBench.Native;

namespace ProtoBench.Links;

/// <summary>
/// Makes the program root of its own user namespace, which is what building a link without root needs. A process with several threads may
/// not do that to itself (unshare(2): EINVAL), and .NET always has several: so the program replaces itself by util-linux's unshare, which
/// starts it again.
/// </summary>
internal static class UserNamespace
{
    private const string Marker = "PROTOBENCH_USER_NAMESPACE";

    /// <summary>True when this process was started again inside a user namespace.</summary>
    public static bool IsInside => Environment.GetEnvironmentVariable(Marker) == "1";

    /// <summary>
    /// True when the calling user cannot make network namespaces directly but has not tried through a user namespace yet.
    /// </summary>
    public static bool IsNeeded => !IsInside && !CanMakeNetworkNamespaces();

    /// <summary>
    /// Replaces this process (same id, same standard streams) by itself inside a user namespace. Returns only by an exception.
    /// </summary>
    /// <exception cref="LinkUnavailableException">unshare is not installed, or this user may make no user namespace.</exception>
    public static void Reenter(IReadOnlyList<string> arguments)
    {
        // Tried first: once this process is unshare, its complaint is all that the user would read.
        if (WhyRefused() is { } why)
        {
            throw new LinkUnavailableException(
                $"without root it needs a user namespace, and none can be made ({why})",
                "run as root, or let users make them: `sysctl kernel.unprivileged_userns_clone=1` (Debian), "
                    + "`sysctl kernel.apparmor_restrict_unprivileged_userns=0` (Ubuntu)");
        }

        // .NET ignores SIGPIPE, and an ignored signal stays ignored across exec: the programs run inside would never die of a closed pipe.
        _ = LibcProcesses.HandleSignal(LibcProcesses.SignalPipe, 0);
        string?[] command =
            ["env", $"{Marker}=1", "unshare", "--user", "--map-root-user", "--", Executables.Application, .. arguments, null];
        _ = LibcProcesses.Execute("env", command);
        throw LinkUnavailableException.OfLastCall("starting unshare", "install util-linux, or run as root");
    }

    /// <summary>Keeps the marker from programs run inside: they may build links of their own.</summary>
    public static void HideMarker(ProcessStartInfo start) => start.Environment.Remove(Marker);

    private static string? WhyRefused()
    {
        try
        {
            using var trial = Process.Start(new ProcessStartInfo("unshare", ["--user", "--map-root-user", "--net", "--", "true"])
            {
                RedirectStandardError = true,
            })!;
            var complaint = trial.StandardError.ReadToEnd();
            trial.WaitForExit();
            return trial.ExitCode == 0 ? null : complaint.Split('\n')[0].Trim();
        }
        catch (Win32Exception error)
        {
            return error.Message;
        }
    }

    private static bool CanMakeNetworkNamespaces()
    {
        try
        {
            using var probe = new NetworkNamespace("probe");
            return true;
        }
        catch (LinkUnavailableException)
        {
            return false;
        }
    }
}
