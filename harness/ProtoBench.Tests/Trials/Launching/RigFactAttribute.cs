using Xunit;

namespace ProtoBench.Tests.Trials.Launching;

/// <summary>Runs only where hosts can be made of namespaces: as root, with Debian's sshd.</summary>
internal sealed class RigFactAttribute : FactAttribute
{
    private static readonly string[] Programs = ["/usr/sbin/sshd", "/usr/bin/ssh", "/usr/bin/unshare", "/usr/bin/nsenter"];

    /// <param name="more">Paths of further programs that are needed.</param>
    public RigFactAttribute(params string[] more) => Skip = WhyNot(more);

    internal static string? WhyNot(params string[] more) =>
        Environment.UserName != "root" ? "hosts of namespaces are made by root"
        : Programs.Concat(more).FirstOrDefault(program => !File.Exists(program)) is { } missing
            ? $"{missing} is missing; scripts/install-test-tools.sh installs it"
        : !File.Exists("/proc/self/ns/time") ? "this kernel has no time namespaces"
        : null;
}
