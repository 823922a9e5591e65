namespace ProtoBench.Model.Results;

/// <summary>What the sides of a trial ran on, each as it said itself; null: on the machine of the run's own fingerprint.</summary>
/// <param name="Client">The client; of several the first.</param>
/// <param name="Server">The server.</param>
/// <param name="Others">Further client processes, in the order of their numbers; null: there was one.</param>
public sealed record TrialHosts(SideHost? Client, SideHost? Server, IReadOnlyList<SideHost>? Others = null);

/// <summary>What one side ran on.</summary>
/// <param name="Fingerprint">Of its machine.</param>
/// <param name="Processors">Those it was allowed, as the kernel lists them.</param>
/// <param name="Runtime">Runtime settings in effect there.</param>
/// <param name="Build">Of its program; null: it did not tell.</param>
/// <param name="Host">Its name, as the launcher knows it; null in runs from before it was noted.</param>
public sealed record SideHost(PeerFingerprint Fingerprint, string Processors, string Runtime, string? Build, string? Host = null);
