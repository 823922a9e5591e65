using System.Diagnostics;
using System.Text;
using ProtoBench.Tests.Scenarios;
using ProtoBench.Trials.Launching;

namespace ProtoBench.Tests.Trials.Launching;

/// <summary>
/// Three hosts, h1 to h3, on this machine: namespaces of their own, also for time, on a bridge, with Debian's sshd in each (rig.sh). All of
/// it ends with the process that made it, also when that is killed.
/// </summary>
internal sealed class HostRig : IDisposable
{
    private static int _rigs = System.Environment.ProcessId;

    private readonly TemporaryFolder _folder = new();
    private readonly Process _process;
    private readonly StringBuilder _said = new();

    private HostRig(
        IReadOnlyList<int> without, bool slurm = false, string? preload = null, IReadOnlyDictionary<int, int>? processors = null)
    {
        Number = 1 + (Interlocked.Increment(ref _rigs) % 250);
        if (slurm)
        {
            SlurmRig.Write(_folder, Number);
        }

        foreach (var host in without)
        {
            File.WriteAllText(_folder.File($"without-{host}"), "");
        }

        foreach (var (host, processor) in processors ?? new Dictionary<int, int>())
        {
            File.WriteAllText(_folder.File($"processors-{host}"), $"{processor}");
        }

        Read("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", _folder.File("host"));
        Read("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", _folder.File("key"));
        File.WriteAllText(_folder.File("authorized"), File.ReadAllText(_folder.File("key.pub")));
        File.WriteAllText(_folder.File("sshd_config"), $"""
            Port 22
            HostKey {_folder.File("host")}
            AuthorizedKeysFile {_folder.File("authorized")}
            PidFile none
            StrictModes no
            UsePAM no
            PermitRootLogin yes
            PasswordAuthentication no
            SetEnv XDG_CACHE_HOME={_folder.File("cache")} {(preload is null ? "" : $"LD_PRELOAD={preload}")}

            """);
        File.WriteAllText(_folder.File("ssh_config"), $"""
            Host h1 h2 h3
              User root
              IdentityFile {_folder.File("key")}
              IdentitiesOnly yes
              StrictHostKeyChecking no
              UserKnownHostsFile /dev/null
              LogLevel ERROR
            {string.Concat(Enumerable.Range(1, 3).Select(i => $"Host h{i}\n  HostName {Address(i)}\n"))}
            """);
        _process = Process.Start(new ProcessStartInfo("bash",
        [
            "-c",
            "exec 9</proc/self/ns/net; exec unshare --net --mount --pid --fork --kill-child --mount-proc bash \"$@\"",
            "rig",
            Source("rig.sh"),
            _folder.Path,
            $"{Number}",
            $"pbr{Number}",
        ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.BeginErrorReadLine();
        Until("ready");
    }

    /// <summary>Path of a file beside this one.</summary>
    public static string Source(string name) => Path.Combine(SourceFolder.Root, "harness/ProtoBench.Tests/Trials/Launching", name);

    /// <summary>Third byte of its addresses.</summary>
    public int Number { get; }

    /// <summary>ssh as its user has it: the hosts are aliases in a file of his.</summary>
    public IReadOnlyList<string> Ssh => ["ssh", "-F", _folder.File("ssh_config")];

    /// <summary>The words before each program of Slurm's, where the hosts are its cluster.</summary>
    public IReadOnlyList<string> Slurm => ["env", .. SlurmVariables.Select(variable => $"{variable.Key}={variable.Value}")];

    /// <summary>The same as variables.</summary>
    public IReadOnlyDictionary<string, string> SlurmVariables => new Dictionary<string, string>
    {
        ["SLURM_CONF"] = SlurmRig.Conf(_folder),
        ["XDG_CACHE_HOME"] = Cache,
    };

    /// <summary>What a program of Slurm's prints.</summary>
    public string Slurms(params string[] words) => Read(Slurm[0], [.. Slurm.Skip(1), .. words]);

    /// <summary>For the command line: its ssh knows these hosts.</summary>
    public IReadOnlyDictionary<string, string> Environment =>
        new Dictionary<string, string> { [SshShell.Variable] = string.Join(' ', Ssh) };

    /// <summary>With which a further sshd can be started on a host.</summary>
    public string HostKey => _folder.File("host");

    /// <summary>Where builds are copied to on each host.</summary>
    public string Cache => _folder.File("cache");

    /// <param name="without">Hosts that lack .NET.</param>
    public static HostRig Start(params int[] without) => new(without);

    /// <summary>The same where hosts have a processor of their own.</summary>
    /// <param name="processors">Which each has.</param>
    public static HostRig StartOn(IReadOnlyDictionary<int, int> processors) => new([], processors: processors);

    /// <summary>The same where commands that ssh runs load this library before all others.</summary>
    public static HostRig StartWith(string preload) => new([], preload: preload);

    /// <summary>The same three hosts as nodes of a Slurm cluster, which has a partition 'closed' that root may not use.</summary>
    public static HostRig StartWithSlurm() => new([], slurm: true);

    /// <summary>The address of a host, 1 to 3.</summary>
    public string Address(int host) => $"10.77.{Number}.{host}";

    /// <summary>Pulls a host's cable.</summary>
    public void Cut(int host) => Do($"cut {host}");

    /// <summary>Puts it back.</summary>
    public void Mend(int host) => Do($"mend {host}");

    /// <summary>Lets the key do no more than a gate does.</summary>
    /// <param name="gate">The script.</param>
    /// <param name="arguments">Its arguments.</param>
    public void Limit(string gate, string arguments)
    {
        File.WriteAllText(_folder.File("gate.sh"), gate);
        File.WriteAllText(
            _folder.File("authorized"),
            $"restrict,command=\"sh {_folder.File("gate.sh")} {arguments}\" {File.ReadAllText(_folder.File("key.pub"))}");
    }

    /// <summary>How a program here ends, and what it writes to its standard error; its input is empty.</summary>
    public static (int ExitCode, string Error) Ask(params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error);
    }

    /// <summary>The command that starts a host's sshd again.</summary>
    public string Sshd(int host) => $"/usr/sbin/sshd -f {_folder.File("sshd_config")} -o ListenAddress={Address(host)}";

    /// <summary>The command prefix that enters a host's network, and nothing else of it.</summary>
    public IReadOnlyList<string> EnterNetwork(int host)
    {
        var space = In(host, "readlink /proc/self/ns/net").Trim();
        return ["nsenter", "--net=" + Directory.EnumerateDirectories("/proc")
            .Select(process => new FileInfo($"{process}/ns/net")).First(link => Target(link) == space).FullName];
    }

    /// <summary>Runs a shell command in a host's namespaces, and returns what it printed.</summary>
    public string In(int host, string command) => Do($"in {host} {command}");

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        _folder.Dispose();
    }

    // Of a process that has ended meanwhile, or may not be seen, nothing.
    private static string? Target(FileInfo link)
    {
        try
        {
            return link.LinkTarget;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string Do(string order)
    {
        lock (_process)
        {
            _process.StandardInput.WriteLine(order);
            _process.StandardInput.Flush();
            return Until("done ");
        }
    }

    private string Until(string word)
    {
        var said = new StringBuilder();
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith(word, StringComparison.Ordinal))
            {
                return said.ToString();
            }

            said.Append(line).Append('\n');
        }

        throw new InvalidOperationException($"the rig ended: {said}{_said}");
    }

    private void Hear(string? line)
    {
        lock (_said)
        {
            _said.Append(line).Append('\n');
        }
    }

    /// <summary>What a program here prints.</summary>
    public static string Read(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? text.Trim() : throw new InvalidOperationException($"{program} ended with {process.ExitCode}");
    }
}
