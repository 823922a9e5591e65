using ProtoBench.Model.Scenarios.Hosts;

namespace ProtoBench.Trials.Launching;

/// <summary>The launcher that a scenario asks for.</summary>
internal static class Launchers
{
    /// <param name="plan">Which hosts; null: this machine.</param>
    public static ILauncher Of(HostPlan? plan) => plan switch
    {
        null => LocalLauncher.Instance,
        { Launcher: LauncherKind.Ssh } => new HostLauncher(plan, new SshShell()),
        { Launcher: LauncherKind.Slurm } => new HostLauncher(plan, new SlurmShell(plan)),
        { Launcher: var other } => throw new TrialFailedException($"there is no launcher '{other}'"),
    };
}
