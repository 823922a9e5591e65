namespace ProtoBench.Links.Engine;

/// <summary>The engine's only source of time, so that tests can move it by hand.</summary>
internal interface ILinkClock
{
    /// <summary>Monotonic nanoseconds.</summary>
    long Now { get; }
}
