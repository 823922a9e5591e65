namespace ProtoBench.Links.Profiles;

/// <summary>A time without any connection.</summary>
/// <param name="At">Beginning, from the link's start.</param>
/// <param name="Length">How long it lasts.</param>
/// <param name="Every">Repeats with this period; null means once.</param>
public sealed record Blackout(TimeSpan At, TimeSpan Length, TimeSpan? Every = null);
