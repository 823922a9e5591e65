using System.Diagnostics;

namespace ProtoBench.Tests.Links;

/// <summary>
/// Another kernel as an ordinary program (Debian's user-mode-linux) on this machine's files: it has sch_netem where the machine's own
/// kernel does not.
/// </summary>
internal static class UserModeLinux
{
    private const string Program = "/usr/bin/linux.uml";
    private const string Modules = "/usr/lib/uml/modules";

    private static TimeSpan Limit => Patience.LongLimit;

    /// <summary>Why it cannot be used, or null.</summary>
    public static string? Missing => File.Exists(Program) && Directory.Exists(Modules)
        ? File.Exists("/usr/sbin/insmod") ? null : "insmod is missing: apt-get install kmod"
        : "apt-get install user-mode-linux";

    /// <summary>
    /// Boots, loads the modules netem needs, runs shell commands as root and halts. Returns what the kernel and the commands printed.
    /// </summary>
    public static string Run(string commands)
    {
        var folder = Directory.CreateTempSubdirectory("protobench-uml").FullName;
        try
        {
            var script = Path.Combine(folder, "init");
            File.WriteAllText(script, Script(commands));
            Process.Start("chmod", ["+x", script]).WaitForExit();
            return Boot(folder, script);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Boot(string folder, string script)
    {
        var start = new ProcessStartInfo(
            Program,
            [
                $"uml_dir={folder}",
                "mem=1G",
                "rootfstype=hostfs",
                "rootflags=/",
                "rw",
                $"init={script}",
                "con=null",
                "con0=null,fd:1",
                "ssl=null",
                "quiet",
            ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Its memory is a file; in /dev/shm that is memory, elsewhere a disk.
        start.Environment["TMPDIR"] = "/dev/shm";
        using var kernel = Process.Start(start)!;
        kernel.StandardInput.Close();
        var log = kernel.StandardError.ReadToEndAsync();
        var output = kernel.StandardOutput.ReadToEndAsync();
        if (!kernel.WaitForExit(Limit))
        {
            kernel.Kill(entireProcessTree: true);
            throw new TimeoutException($"the kernel did not halt in time");
        }

        return output.Result + log.Result;
    }

    private static string Script(string commands) => $"""
        #!/bin/sh
        mount -t proc proc /proc
        mount -t sysfs sys /sys
        mount -t tmpfs tmp /run
        # Without profiles for the optimising compiler, which takes seconds where every page fault goes through another kernel.
        export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/run DOTNET_TieredPGO=0 DOTNET_ROOT='{Environment.GetEnvironmentVariable(
            "DOTNET_ROOT")}'
        for module in net/sched/sch_netem net/sched/sch_tbf net/sched/sch_ingress net/sched/cls_matchall net/sched/act_mirred drivers/net/veth; do
          insmod {Modules}/$(uname -r)/kernel/$module.ko
        done
        {commands}
        poweroff -f
        """;
}
