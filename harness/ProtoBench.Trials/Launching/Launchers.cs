using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Hosts;

namespace ProtoBench.Trials.Launching;

/// <summary>The launcher that a scenario asks for.</summary>
internal static class Launchers
{
    /// <param name="plan">Which hosts; null: this machine.</param>
    /// <param name="idle">What the sides are going to do about idle processors there.</param>
    public static ILauncher Of(HostPlan? plan, IdleProcessors idle) => plan switch
    {
        null => LocalLauncher.Instance,
        { Launcher: LauncherKind.Ssh } => new HostLauncher(plan, new SshShell(), idle),
        { Launcher: LauncherKind.Slurm } => new HostLauncher(plan, new SlurmShell(plan), idle),
        { Launcher: var other } => throw new TrialFailedException($"there is no launcher '{other}'"),
    };
}
