namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>Finds a workload's kind among those that exist.</summary>
internal static class WorkloadKinds
{
    /// <exception cref="IOException">The workload comes from a file of a build that has more kinds.</exception>
    public static TKind Find<TKind>(IReadOnlyList<TKind> kinds, string name)
        where TKind : IWorkloadKind =>
        kinds.FirstOrDefault(kind => kind.Name == name)
        ?? throw new IOException(
            $"this build of ProtoBench has no workloads of kind '{name}'; it has {string.Join(", ", kinds.Select(kind => kind.Name))}");
}
