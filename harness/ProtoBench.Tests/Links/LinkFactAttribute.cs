using ProtoBench.Links;
using ProtoBench.Machine;
using Xunit;

namespace ProtoBench.Tests.Links;

/// <summary>A test that builds a real link; skipped with the kernel's own reason where that is not allowed.</summary>
internal sealed class LinkFactAttribute : FactAttribute
{
    /// <summary>Why no link can be built here, or null.</summary>
    public static string? Reason { get; } = FindReason();

    public LinkFactAttribute() => Skip = Reason;

    private static string? FindReason()
    {
        var missing = LinkPreflight.Run().FirstOrDefault(step => step.Severity == FindingSeverity.Error);
        return missing is null ? null : $"{missing.Subject}: {missing.Found}; {missing.Remedy}";
    }
}
