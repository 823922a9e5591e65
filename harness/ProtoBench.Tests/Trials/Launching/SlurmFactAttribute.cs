using Xunit;

namespace ProtoBench.Tests.Trials.Launching;

/// <summary>Runs only where a Slurm cluster can be made of namespaces.</summary>
internal sealed class SlurmFactAttribute : FactAttribute
{
    private static readonly string[] Programs =
        ["/usr/sbin/munged", "/usr/sbin/slurmctld", "/usr/sbin/slurmd", "/usr/bin/salloc", "/usr/bin/srun"];

    public SlurmFactAttribute() => Skip = RigFactAttribute.WhyNot()
        ?? (Programs.FirstOrDefault(program => !File.Exists(program)) is { } missing
                ? $"{missing} is missing; scripts/install-test-tools.sh installs it"
            : !Directory.Exists("/sys/fs/cgroup/freezer")
                ? "this machine has no cgroups of version 1, by which the cluster's slurmd tracks processes"
            : null);
}
