using ProtoBench.Links.Engine;

namespace ProtoBench.Tests.Links;

/// <summary>A clock that stands still unless told.</summary>
internal sealed class ManualClock : ILinkClock
{
    public long Now { get; set; } = 1_000_000_000;
}
