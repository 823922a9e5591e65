using System.Diagnostics;
using System.Globalization;

namespace ProtoBench.Trials.Launching;

/// <summary>
/// The connection to a host that commands share. A shell holds it: when this process ends, killed or not, the shell's input ends, and the
/// connection with it.
/// </summary>
internal sealed class SshMaster : IAsyncDisposable
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    // The first argument is the socket. ssh must not read the input that is watched.
    private const string Holder = """
        socket=$1; shift; exec 3<&0
        "$@" </dev/null & ssh=$!
        { while read -r _ <&3; do :; done; kill "$ssh"; } 2>/dev/null & watch=$!
        wait "$ssh"; code=$?
        kill "$watch" 2>/dev/null
        own=${socket%/*}; rm -f -- "$socket"; rmdir -- "$own" "${own%/*}" 2>/dev/null
        exit "$code"
        """;

    private readonly Process _process;
    private readonly Task<string> _complaints;

    private SshMaster(Process process, string socket)
    {
        _process = process;
        Socket = socket;
        _complaints = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Where sessions are asked for.</summary>
    public string Socket { get; }

    /// <summary>Is the connection still there?</summary>
    public bool IsAlive => !_process.HasExited;

    /// <summary>Connects.</summary>
    /// <param name="ssh">The command and the user's options.</param>
    /// <param name="host">The host.</param>
    /// <param name="socket">Path of the socket to make.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="TrialFailedException">It could not; the message is what ssh said.</exception>
    public static async Task<SshMaster> OpenAsync(
        IReadOnlyList<string> ssh, string host, string socket, CancellationToken cancellationToken)
    {
        // In a session of its own: Ctrl-C at the terminal is for this process, which then ends what there is in order. A host that does not
        // answer for eight seconds is gone, as for signs of life: one that stood still for five is heard of again.
        var start = new ProcessStartInfo("setsid",
        [
            "sh", "-c", Holder, "hold", socket,
            .. ssh,
            "-N", "-T",
            "-S", socket,
            "-o", "ControlMaster=yes",
            "-o", "ControlPersist=no",
            "-o", "BatchMode=yes",
            "-o", "ConnectTimeout=10",
            "-o", "ServerAliveInterval=2",
            "-o", "ServerAliveCountMax=3",
            host,
        ])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        var master = new SshMaster(Process.Start(start)!, socket);
        try
        {
            await master.ConnectedAsync(ssh, host, cancellationToken).ConfigureAwait(false);
            return master;
        }
        catch
        {
            await master.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It had gone already.
        }

        using var grace = new CancellationTokenSource(GracePeriod);
        await _process.WaitForExitAsync(grace.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    // The socket is there as soon as the host has let us in.
    private async Task ConnectedAsync(IReadOnlyList<string> ssh, string host, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        while (!File.Exists(Socket))
        {
            if (_process.HasExited || watch.Elapsed > ConnectLimit)
            {
                var said = _process.HasExited
                    ? HostCall.LastLine(await _complaints.ConfigureAwait(false)).TrimEnd('.')
                    : string.Create(CultureInfo.InvariantCulture, $"no answer within {ConnectLimit.TotalSeconds:0} s");
                var same = $"{string.Join(' ', ssh)} -o BatchMode=yes {host} true";
                throw new TrialFailedException($"{host} cannot be reached: {said}; '{same}' must work without a question");
            }

            await Task.Delay(Step, cancellationToken).ConfigureAwait(false);
        }
    }
}
