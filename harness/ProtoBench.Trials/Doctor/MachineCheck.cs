using System.Globalization;
using System.Runtime.InteropServices;
using ProtoBench.Contract;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Protocols;
using ProtoBench.Protocols.Shared.Msquic;

namespace ProtoBench.Trials.Doctor;

/// <summary>What <c>protobench doctor</c> checks: can this machine run trials, and will their figures be worth anything?</summary>
internal static class MachineCheck
{
    // A cell with 64 connections needs 64 descriptors on each side and Kestrel a few more; 4,096 leaves room for sweeps.
    private const int EnoughDescriptors = 4096;
    private const long EnoughDiskBytes = 200L * 1024 * 1024;

    /// <param name="outputFolder">Where results go.</param>
    /// <param name="atHome">Where they go when that folder is not this user's to write to; null: nowhere.</param>
    public static IReadOnlyList<Finding> Run(string outputFolder, string? atHome = null)
    {
        var fingerprint = FingerprintReader.Read(new RuntimeSettings(), Pinning.Split);
        return
        [
            Platform(fingerprint),
            Peer(),
            Processors(),
            Taskset(),
            Governor(fingerprint),
            Idle(fingerprint),
            Load(),
            Clock(fingerprint),
            Descriptors(),
            Ports(),
            Disk(outputFolder),
            Writable(outputFolder, atHome),
            Congestion(fingerprint),
            .. LinkCheck.Run(),
            .. ProtocolCatalog.All.Select(Protocol),
            .. QuicBackend.All.Select(backend => Backend(backend, QuicBackend.UnsupportedReason(backend))),
        ];
    }

    private static Finding Platform(Fingerprint fingerprint) => OperatingSystem.IsLinux()
        ? new(FindingSeverity.Ok, "system", $"{fingerprint.OperatingSystem}, Linux {fingerprint.Kernel}, {fingerprint.Runtime}")
        : new(FindingSeverity.Error, "system", RuntimeInformation.OSDescription, "ProtoBench measures on Linux only");

    private static Finding Peer()
    {
        try
        {
            _ = OneBuild.OfThis();
            return new(FindingSeverity.Ok, "peer", "the program that plays the sides of a trial is here");
        }
        catch (IOException error)
        {
            return new(FindingSeverity.Error, "peer", error.Message, $"build anew, so that {Executables.Peer} is there");
        }
    }

    private static Finding Processors()
    {
        var list = ProcessProbe.Processors();
        return ProcessorSplit.ParseList(list).Count >= 2
            ? new(FindingSeverity.Ok, "processors", $"{list}: server and client get one half each")
            : new(
                FindingSeverity.Warning,
                "processors",
                $"only {list}: server and client share it",
                "use a machine with two processors or more");
    }

    private static Finding Taskset() => OnPath("taskset")
        ? new(FindingSeverity.Ok, "pinning", "taskset is here")
        : new(FindingSeverity.Error, "pinning", "taskset is missing", "apt-get install util-linux, or set 'pinning: none' in the scenario");

    private static Finding Governor(Fingerprint fingerprint) => fingerprint.Governor switch
    {
        "none" => new(FindingSeverity.Ok, "frequency", "not ours to set (a virtual machine?)"),
        "performance" => new(FindingSeverity.Ok, "frequency", "governor 'performance'"),
        var other => new(
            FindingSeverity.Warning,
            "frequency",
            $"governor '{other}' changes the clock during a trial",
            "cpupower frequency-set -g performance"),
    };

    private static Finding Idle(Fingerprint fingerprint)
    {
        if (fingerprint.Idle == Fingerprint.IdleAwake)
        {
            return new(FindingSeverity.Ok, "idle", "processors are kept awake while trials run");
        }

        var (found, remedy) = PollingProcessors.WhyHalted(fingerprint.Processors, "run as root");
        return new(FindingSeverity.Warning, "idle", found, remedy);
    }

    private static Finding Load()
    {
        var now = MachineWatch.Look();
        var text = string.Join(", ", MachineText.Before(now));
        return MachineStates.IsBusyBefore(now)
            ? new(FindingSeverity.Warning, "other load", text, "stop what else runs here (top shows it); results will be noisy")
            : new(FindingSeverity.Ok, "other load", text);
    }

    private static Finding Clock(Fingerprint fingerprint) => fingerprint.ClockSource is "tsc" or "kvm-clock" or "arch_sys_counter"
        ? new(FindingSeverity.Ok, "clock", fingerprint.ClockSource)
        : new(
            FindingSeverity.Warning,
            "clock",
            $"{fingerprint.ClockSource} is slow to read",
            "boot with clocksource=tsc if the processor has a stable one");

    private static Finding Descriptors()
    {
        var limit = File.ReadLines("/proc/self/limits").First(line => line.StartsWith("Max open files", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[3];
        return limit == "unlimited" || long.Parse(limit, CultureInfo.InvariantCulture) >= EnoughDescriptors
            ? new(FindingSeverity.Ok, "open files", $"up to {limit}")
            : new(FindingSeverity.Warning, "open files", $"at most {limit}", $"ulimit -n {EnoughDescriptors}");
    }

    private static Finding Ports() => new(
        FindingSeverity.Ok, "ephemeral ports", File.ReadAllText("/proc/sys/net/ipv4/ip_local_port_range").Trim().Replace('\t', '-'));

    private static DirectoryInfo Existing(string folder)
    {
        var existing = new DirectoryInfo(Path.GetFullPath(folder));
        while (!existing.Exists && existing.Parent is { } parent)
        {
            existing = parent;
        }

        return existing;
    }

    // Tried, because owners, modes and mounts say it together only to who tries.
    private static Finding Writable(string folder, string? atHome)
    {
        if (atHome is not null && ClosedFolder.WhyClosed(folder) is { } closed && ClosedFolder.WhyClosed(atHome) is null)
        {
            return new(
                FindingSeverity.Ok,
                "results",
                $"go to {atHome}, unless -o says otherwise, because nothing can be written here: {closed.TrimEnd('.')}");
        }

        var probe = Path.Combine(Existing(folder).FullName, $".protobench-doctor-{Environment.ProcessId}");
        try
        {
            if (File.Exists(folder))
            {
                throw new IOException("a file of that name is in the way");
            }

            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
                return new(FindingSeverity.Ok, "results", $"go to {folder}/ here, unless -o says otherwise");
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new(
                FindingSeverity.Warning,
                "results",
                $"cannot be written to {folder}/ here: {error.Message.TrimEnd('.')}",
                "choose a folder that can be written with -o FOLDER");
        }
    }

    private static Finding Disk(string folder)
    {
        var free = new DriveInfo(Existing(folder).FullName).AvailableFreeSpace;
        var text = $"{free / (1024 * 1024)} MiB free for results";
        return free >= EnoughDiskBytes
            ? new(FindingSeverity.Ok, "disk", text)
            : new(FindingSeverity.Warning, "disk", text, "free some, or choose another folder with -o");
    }

    private static Finding Congestion(Fingerprint fingerprint) => new(
        FindingSeverity.Ok,
        "congestion control",
        $"{fingerprint.CongestionControl} by default; allowed: {fingerprint.Sysctls["net.ipv4.tcp_allowed_congestion_control"]}");

    private static Finding Protocol(IProtocol protocol) => protocol.UnsupportedReason is { } reason
        ? new(FindingSeverity.Warning, protocol.Name, "cannot run here", reason)
        : new(FindingSeverity.Ok, protocol.Name, "runs here");

    /// <summary>One implementation of QUIC that arms of http3 and quic can choose.</summary>
    /// <param name="backend">Its name in scenarios.</param>
    /// <param name="missing">Why it is not here, with the command that installs it; null when it is.</param>
    internal static Finding Backend(string backend, string? missing) => missing is null
        ? new(FindingSeverity.Ok, $"QUIC by {backend}", QuicBackend.Versions(backend))
        : new(FindingSeverity.Warning, $"QUIC by {backend}", $"cells with backend: {backend} cannot run here", missing);

    private static bool OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Any(folder => File.Exists(Path.Combine(folder, program)));
}
