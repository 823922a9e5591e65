namespace ProtoBench.Model.Scenarios.Hosts;

/// <summary>How sides are started on other hosts.</summary>
public enum LauncherKind
{
    /// <summary>By the system's <c>ssh</c>, with the user's own configuration.</summary>
    Ssh,

    /// <summary>As steps of an allocation of Slurm, by <c>salloc</c> and <c>srun</c>.</summary>
    Slurm,
}
