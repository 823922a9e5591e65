using Xunit;

namespace ProtoBench.Tests.Links;

/// <summary>A test that becomes an ordinary user, which only root can; skipped with the reason where that user could not reach the program.</summary>
internal sealed class RootlessFactAttribute : FactAttribute
{
    public RootlessFactAttribute() => Skip = Environment.UserName != "root"
        ? "the tests do not run as root, so the other link tests already are the rootless ones"
        : Reaches() ? null : $"user 65534 may not read {AppContext.BaseDirectory}";

    private static bool Reaches()
    {
        using var probe = System.Diagnostics.Process.Start("setpriv", [.. Protobench.OrdinaryUser, "test", "-r", Path.Combine(AppContext.BaseDirectory, "protobench.dll")]);
        probe.WaitForExit();
        return probe.ExitCode == 0;
    }
}
