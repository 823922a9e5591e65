using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ProtoBench.Protocols.Tests.Conformance;

namespace ProtoBench.Protocols.Tests.Quic;

/// <summary>A program of somebody else running as a child process in a folder of its own, killed when disposed.</summary>
internal sealed class ForeignProgram : IAsyncDisposable
{
    private readonly Process _process;

    private ForeignProgram(Process process) => _process = process;

    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin")
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    public static ForeignProgram Start(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(Find(program)!, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["HOME"] = folder, ["XDG_DATA_HOME"] = folder, ["XDG_CONFIG_HOME"] = folder },
        };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ForeignProgram(process);
    }

    /// <summary>A UDP port that was free a moment ago.</summary>
    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().Limited();
        return _process.ExitCode;
    }

    /// <summary>SIGKILL.</summary>
    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync().Limited();
        }

        _process.Dispose();
    }
}
