using System.Security.Cryptography;

namespace ProtoBench.Tests.Trials.Launching;

/// <summary>What makes the three hosts a Slurm cluster: its configuration, and the key of munge.</summary>
internal static class SlurmRig
{
    /// <summary>Path of the configuration.</summary>
    public static string Conf(TemporaryFolder folder) => folder.File("slurm.conf");

    /// <param name="folder">That of the rig.</param>
    /// <param name="network">Third byte of its addresses.</param>
    public static void Write(TemporaryFolder folder, int network)
    {
        // Jobs of two clusters must not share a name: what tracks their processes is the machine's (/sys/fs/cgroup/freezer/slurm_h1).
        File.WriteAllText(Conf(folder), $"""
            ClusterName=rig
            SlurmctldHost=ctl(10.77.{network}.253)
            SlurmUser=root
            AuthInfo=socket={folder.File("munge.socket")}
            CredType=cred/munge
            MpiDefault=none
            ProctrackType=proctrack/cgroup
            TaskPlugin=task/none
            MailProg=/bin/true
            ReturnToService=2
            KillWait=2
            FirstJobId={network * 1000}
            StateSaveLocation={folder.File("state")}
            SlurmdSpoolDir={folder.File("spool-%n")}
            SlurmctldPidFile={folder.File("slurmctld.pid")}
            SlurmdPidFile={folder.File("slurmd-%n.pid")}
            SlurmctldLogFile={folder.File("slurmctld.log")}
            SlurmdLogFile={folder.File("slurmd-%n.log")}
            SlurmdParameters=config_overrides
            {string.Concat(Enumerable.Range(1, 3).Select(i => $"NodeName=h{i} NodeAddr=10.77.{network}.{i} CPUs=2\n"))}
            PartitionName=all Nodes=h1,h2,h3 Default=YES MaxTime=600
            PartitionName=closed Nodes=h1,h2 DisableRootJobs=YES

            """);
        File.WriteAllText(folder.File("cgroup.conf"), "CgroupPlugin=cgroup/v1\nCgroupAutomount=no\n");
        Directory.CreateDirectory(folder.File("state"));
        File.WriteAllBytes(folder.File("munge.key"), RandomNumberGenerator.GetBytes(128));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder.File("munge.key"), UnixFileMode.UserRead);
        }
    }
}
