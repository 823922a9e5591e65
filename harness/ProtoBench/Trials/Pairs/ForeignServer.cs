using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ProtoBench.Trials.Children;

namespace ProtoBench.Trials.Pairs;

/// <summary>
/// A server that is not ours, started by a shell command for one pair. It says nothing, so it counts as ready when it accepts a connection.
/// Disposing it ends the command's whole process group.
/// </summary>
internal sealed class ForeignServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly Task _log;

    private ForeignServer(Process process, string logPath)
    {
        _process = process;
        _log = CopyLogAsync(process, logPath);
    }

    /// <param name="command">For <c>/bin/sh</c>; <c>{port}</c>, <c>{address}</c> and <c>{socket}</c> stand for where to listen.</param>
    /// <param name="address">As <see cref="SocketFile.ListenAddress"/> gives it; port 0 is replaced by a free one.</param>
    /// <param name="processors">As <c>taskset -c</c> takes them; null: all.</param>
    /// <param name="logPath">File for its output.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="TrialFailedException">It could not be started, ended, or did not accept a connection in time.</exception>
    public static async Task<(IAsyncDisposable Server, Ready Ready)> StartAsync(
        string command, string address, string? processors, string logPath, CancellationToken cancellationToken)
    {
        var endPoint = EndPointText.Parse(address);
        if (endPoint is IPEndPoint { Port: 0 } any)
        {
            endPoint = new IPEndPoint(any.Address, FreePort(any.Address));
        }

        var server = Start(Fill(command, endPoint), processors, logPath);
        try
        {
            await server.AcceptsAsync(endPoint, command, cancellationToken).ConfigureAwait(false);
            return (server, new Ready(EndPointText.Write(endPoint), CertificatePem: null));
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var end = Process.Start("kill", ["-TERM", "--", $"-{_process.Id}"]);
            await end.WaitForExitAsync().ConfigureAwait(false);
            using var grace = new CancellationTokenSource(GracePeriod);
            try
            {
                await _process.WaitForExitAsync(grace.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }

        await _log.ConfigureAwait(false);
        _process.Dispose();
    }

    private static ForeignServer Start(string command, string? processors, string logPath)
    {
        // setsid gives it a process group of its own, so that whatever the command starts can be ended with it.
        string[] pin = processors is null ? [] : ["taskset", "-c", processors];
        var start = new ProcessStartInfo("setsid") { RedirectStandardOutput = true, RedirectStandardInput = true };
        Array.ForEach([.. pin, "/bin/sh", "-c", "exec 2>&1; " + command], start.ArgumentList.Add);
        try
        {
            return new ForeignServer(Process.Start(start) ?? throw new TrialFailedException("the server command did not start"), logPath);
        }
        catch (Win32Exception error)
        {
            throw new TrialFailedException($"setsid could not be started: {error.Message}");
        }
    }

    private async Task AcceptsAsync(EndPoint endPoint, string command, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (_process.HasExited)
            {
                throw new TrialFailedException($"the server command '{command}' {ProcessEnd.Describe(_process.ExitCode)} before it accepted a connection");
            }

            using var probe = new Socket(endPoint.AddressFamily, SocketType.Stream, endPoint is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified);
            try
            {
                await probe.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (SocketException) when (watch.Elapsed < StartLimit)
            {
                await Task.Delay(20, cancellationToken).ConfigureAwait(false);
            }
            catch (SocketException error)
            {
                throw new TrialFailedException($"the server command '{command}' did not accept a connection at {EndPointText.Write(endPoint)} within {StartLimit.TotalSeconds:0} s: {error.Message}");
            }
        }
    }

    private static string Fill(string command, EndPoint endPoint) => endPoint is IPEndPoint ip
        ? command.Replace("{port}", $"{ip.Port}", StringComparison.Ordinal).Replace("{address}", $"{ip.Address}", StringComparison.Ordinal)
        : command.Replace("{socket}", endPoint.ToString(), StringComparison.Ordinal);

    // Between closing this and the command's bind another process may take the port; then the command fails and the pair does not count.
    private static int FreePort(IPAddress address)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(address, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static async Task CopyLogAsync(Process process, string path)
    {
        process.StandardInput.Close();
        var output = process.StandardOutput.BaseStream;
        try
        {
            var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
            await using (file.ConfigureAwait(false))
            {
                await output.CopyToAsync(file).ConfigureAwait(false);
            }
        }
        catch (IOException)
        {
            // A full disk must not stop the server by blocking its output: the rest of the log is dropped.
            await output.CopyToAsync(Stream.Null).ConfigureAwait(false);
        }
    }
}
