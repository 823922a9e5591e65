using Xunit;

namespace ProtoBench.Tests.Links;

/// <summary>
/// A test that becomes an ordinary user, which only root can; skipped with the reason where that user could not reach the program.
/// </summary>
internal sealed class RootlessFactAttribute : FactAttribute
{
    public RootlessFactAttribute() => Skip = Reason;

    /// <summary>Why such a test cannot run here, or null.</summary>
    public static string? Reason { get; } = Environment.UserName != "root"
        ? "the tests do not run as root, so the other link tests already are the rootless ones"
        : Protobench.CanRunAsOrdinaryUser()
            ? null
            : $"user 65534 may not read {AppContext.BaseDirectory}, or root may not make a device node";
}
