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

    private HostRig(IReadOnlyList<int> without)
    {
        Number = 1 + (Interlocked.Increment(ref _rigs) % 250);
        foreach (var host in without)
        {
            File.WriteAllText(_folder.File($"without-{host}"), "");
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
            SetEnv XDG_CACHE_HOME={_folder.File("cache")}

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
            Script,
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

    private static string Script => Path.Combine(SourceFolder.Root, "harness/ProtoBench.Tests/Trials/Launching/rig.sh");

    /// <summary>Third byte of its addresses.</summary>
    public int Number { get; }

    /// <summary>ssh as its user has it: the hosts are aliases in a file of his.</summary>
    public IReadOnlyList<string> Ssh => ["ssh", "-F", _folder.File("ssh_config")];

    /// <summary>For the command line: its ssh knows these hosts.</summary>
    public IReadOnlyDictionary<string, string> Environment =>
        new Dictionary<string, string> { [SshShell.Variable] = string.Join(' ', Ssh) };

    /// <summary>With which a further sshd can be started on a host.</summary>
    public string HostKey => _folder.File("host");

    /// <summary>Where builds are copied to on each host.</summary>
    public string Cache => _folder.File("cache");

    /// <param name="without">Hosts that lack .NET.</param>
    public static HostRig Start(params int[] without) => new(without);

    /// <summary>The address of a host, 1 to 3.</summary>
    public string Address(int host) => $"10.77.{Number}.{host}";

    /// <summary>Pulls a host's cable.</summary>
    public void Cut(int host) => Do($"cut {host}");

    /// <summary>Puts it back.</summary>
    public void Mend(int host) => Do($"mend {host}");

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

    private string Do(string order)
    {
        _process.StandardInput.WriteLine(order);
        _process.StandardInput.Flush();
        return Until("done ");
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
