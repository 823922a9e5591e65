using ProtoBench.Links;
using ProtoBench.Machine;
using Xunit;

namespace ProtoBench.Tests.Links;

/// <summary>
/// A test of the kernel's netem; runs on this kernel, or else in one that is a program; skipped with the reason where there is neither.
/// </summary>
internal sealed class NetemFactAttribute : FactAttribute
{
    private static readonly string? Reason = FindReason();

    public NetemFactAttribute() => Skip = Reason;

    /// <summary>Whether this machine's own kernel has netem.</summary>
    public static bool IsInKernel { get; } =
        LinkPreflight.Run().Any(step => step is { Subject: LinkPreflight.Netem, Severity: FindingSeverity.Ok });

    private static string? FindReason() => IsInKernel || UserModeLinux.Missing is not { } missing
        ? null
        : $"this kernel has no sch_netem, and there is no other one to try: {missing}";
}
