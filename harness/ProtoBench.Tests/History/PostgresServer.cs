using System.Diagnostics;
using ProtoBench.Tests.Trials;

namespace ProtoBench.Tests.History;

/// <summary>
/// A PostgreSQL server of the test's own: Debian's binaries, a cluster in a folder that goes with it, a Unix socket in that folder and no
/// port. It refuses to run as root, so root hands it to the user "postgres". The system's own server is never touched.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    private const string SystemUser = "postgres";

    private readonly TemporaryFolder _folder = new();
    private readonly Process? _server;

    public PostgresServer()
    {
        if (MissingFor() is not null)
        {
            return;
        }

        Run("chmod", "0755", _folder.Path);
        Directory.CreateDirectory(Socket);
        if (Environment.UserName == "root")
        {
            Run("chown", SystemUser, _folder.Path, Socket);
        }

        Run(AsUser([
            Path.Combine(Binaries!, "initdb"),
            "--pgdata",
            Cluster,
            "--username",
            SystemUser,
            "--auth",
            "trust",
            "--encoding",
            "UTF8",
            "--no-locale",
            "--no-sync",
        ]));
        var command = AsUser(
        [
            Path.Combine(
                Binaries!,
                "postgres"), "-D", Cluster, "-k", Socket, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=40",
        ]);
        _server =
            Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        _server.BeginErrorReadLine();
        _server.BeginOutputReadLine();
        var starting = Stopwatch.StartNew();
        while (!Accepts())
        {
            if (starting.Elapsed > Patience.Limit || _server.HasExited)
            {
                throw new InvalidOperationException("the test's PostgreSQL server did not start");
            }

            Thread.Sleep(100);
        }
    }

    private static string? Binaries { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql")
            .Select(version => Path.Combine(version, "bin"))
            .Where(path => File.Exists(Path.Combine(path, "postgres")))
            .Order()
            .LastOrDefault()
        : null;

    private string Cluster => _folder.File("cluster");

    private string Socket => _folder.File("socket");

    /// <summary>Why there is no server here; null when there can be.</summary>
    public static string? MissingFor() =>
        Binaries is null ? "needs PostgreSQL: apt-get install postgresql"
            : Environment.UserName == "root"
                && !File.ReadLines("/etc/passwd").Any(line => line.StartsWith(SystemUser + ":", StringComparison.Ordinal))
                ? "PostgreSQL refuses to run as root and there is no user postgres"
            : null;

    /// <summary>A new, empty database as the address of a store.</summary>
    public string NewDatabase()
    {
        var name = $"test_{Guid.NewGuid():N}";
        Run(Path.Combine(Binaries!, "createdb"), "-h", Socket, "-U", SystemUser, name);
        return $"postgres://{SystemUser}@/{name}?host={Uri.EscapeDataString(Socket)}";
    }

    public void Dispose()
    {
        if (_server is not null)
        {
            // SIGINT: a fast shutdown (PostgreSQL manual, 19.5), which ends the children too.
            using (var kill = Process.Start("kill", ["-INT", $"{_server.Id}"]))
            {
                kill.WaitForExit();
            }

            if (!_server.WaitForExit(Patience.Limit))
            {
                _server.Kill(entireProcessTree: true);
                _server.WaitForExit();
            }

            _server.Dispose();
        }

        _folder.Dispose();
    }

    // setpriv replaces itself by the command, so that the process started is the server and can be told to end by its id.
    private static string[] AsUser(string[] command) =>
        Environment.UserName == "root"
            ? ["setpriv", $"--reuid={SystemUser}", $"--regid={SystemUser}", "--init-groups", .. command]
            : command;

    private bool Accepts()
    {
        using var ready = Process.Start(new ProcessStartInfo(Path.Combine(Binaries!, "pg_isready"), ["-q", "-h", Socket]))!;
        ready.WaitForExit();
        return ready.ExitCode == 0;
    }

    private static void Run(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(
            command[0], command[1..])
        { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = "/" })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)}: {error}{output.Result}");
        }
    }
}
