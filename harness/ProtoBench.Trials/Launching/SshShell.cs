using System.Collections.Concurrent;
using System.Diagnostics;
using ProtoBench.Model.Text;

namespace ProtoBench.Trials.Launching;

/// <summary>
/// Reaches hosts by the system's <c>ssh</c> and the user's own configuration: aliases, jump hosts, agents and certificates are as on the
/// command line. One connection a host is held as long as the run, and every command is a session of it (ControlMaster, ssh_config(5)).
/// </summary>
/// <param name="ssh">The command, with options of the user's; null: that of PROTOBENCH_SSH, or <c>ssh</c>.</param>
internal sealed class SshShell(IReadOnlyList<string>? ssh = null) : IHostShell
{
    /// <summary>Another ssh, or further options for it, as GIT_SSH_COMMAND is for git.</summary>
    public const string Variable = "PROTOBENCH_SSH";

    // What ssh itself answers with where it has no exit code of the command (ssh(1), EXIT STATUS).
    private const int NoAnswer = 255;

    // A socket's path has 107 bytes (unix(7)), and ssh adds 17 while it makes one.
    private const int LongestFolder = 70;

    private readonly string[] _ssh = [.. ssh ?? Words(Environment.GetEnvironmentVariable(Variable))];
    private readonly ConcurrentDictionary<string, SshMaster> _masters = new(StringComparer.Ordinal);
    private readonly string _folder = NewFolder();
    private int _opened;

    public async Task<bool> OpenAsync(string host, CancellationToken cancellationToken)
    {
        if (_masters.TryGetValue(host, out var held))
        {
            if (held.IsAlive)
            {
                return false;
            }

            _masters.TryRemove(host, out _);
            await held.DisposeAsync().ConfigureAwait(false);
        }

        // Each connection has a folder of its own, which who holds it takes away with the socket: that of one that could not be made must
        // not be that of others that are being made.
        var folder = Path.Combine(_folder, $"{Interlocked.Increment(ref _opened)}");
        MakeFolder(folder);
        var socket = Path.Combine(folder, "s");
        _masters[host] = await SshMaster.OpenAsync(_ssh, host, socket, cancellationToken).ConfigureAwait(false);
        return true;
    }

    public ProcessStartInfo Command(string host, IReadOnlyList<string> words) => new(_ssh[0],
    [
        .. _ssh[1..],
        "-T",
        "-S", _masters[host].Socket,
        "-o", "ControlMaster=no",
        "-o", "BatchMode=yes",

        // Should the connection be gone, another one would be made without a word, and without its checks.
        "-o", "ProxyCommand=false",
        host,
        string.Join(' ', words.Select(ShellText.Word)),
    ]);

    public string End(string host, int exitCode) =>
        exitCode == NoAnswer ? $"is out of reach: the connection to {host} was lost" : HostEnd.Describe(exitCode);

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_masters.Values.Select(master => master.DisposeAsync().AsTask())).ConfigureAwait(false);
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static string[] Words(string? command) =>
        command?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } words ? words : ["ssh"];

    private static string NewFolder() => Path.Combine(
        Path.GetTempPath() is { Length: < LongestFolder } usual ? usual : "/tmp", $"pb-{Guid.NewGuid():N}"[..15]);

    // For this user alone: who can open the socket can use the connection.
    private static void MakeFolder(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
