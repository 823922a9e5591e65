using ProtoBench.Links.Native;

namespace ProtoBench.Links.Serving;

/// <summary>How other processes get into a link's namespaces.</summary>
internal static class NamespaceEntry
{
    /// <summary>
    /// The command prefix that enters a namespace of this process. nsenter replaces itself by the command, so process id, standard streams,
    /// pinning and signals are those of the command. Without root the user namespace is entered first, which its owner may do; credentials
    /// are kept, because changing the groups is forbidden there.
    /// </summary>
    public static IReadOnlyList<string> Prefix(NetworkNamespace side) => UserNamespace.IsInside
        ? ["nsenter", $"--user=/proc/{Environment.ProcessId}/ns/user", "--preserve-credentials", $"--net={side.Path}", "--"]
        : ["nsenter", $"--net={side.Path}", "--"];
}
