using System.Diagnostics;
using System.Globalization;
using System.Net;
using ProtoBench.Protocols.Tests.Conformance;
using ProtoBench.Protocols.Tests.Quic;

namespace ProtoBench.Protocols.Tests.Sites;

/// <summary>A server that is a script of Python's or node's: it prints its port, and ends when its input does.</summary>
internal sealed class ScriptPeer : IAsyncDisposable
{
    private readonly Process _process;

    private ScriptPeer(Process process, int port)
    {
        _process = process;
        EndPoint = new IPEndPoint(IPAddress.Loopback, port);
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Why node's scripts cannot run here, or null.</summary>
    public static string? WhatNodeLacks(string package) => ForeignProgram.Find("node") is null
        ? "there is no node on the PATH; run scripts/install-test-tools.sh"
        : !Directory.Exists(Path.Combine(NodeFolder(), "node_modules", package))
            ? $"the npm package {package} is missing; run npm ci in servers/ProtoBench.Protocols.Tests/Foreign"
            : null;

    /// <summary>Of <c>echo_peer.py</c>.</summary>
    public static Task<ScriptPeer> EchoAsync(params string[] arguments) =>
        StartAsync("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "Sites", "echo_peer.py"), .. arguments]);

    /// <summary>Of a script beside the npm packages.</summary>
    public static Task<ScriptPeer> NodeAsync(string script, params string[] arguments) =>
        StartAsync("node", [Path.Combine(NodeFolder(), script), .. arguments]);

    public static async Task<ScriptPeer> StartAsync(string program, IEnumerable<string> arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var port = await process.StandardOutput.ReadLineAsync().Limited();
        return new ScriptPeer(process, int.Parse(port!, CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().Limited();
        _process.Dispose();
    }

    private static string NodeFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Foreign", "ws_peer.cjs")))
            {
                return Path.Combine(folder.FullName, "Foreign");
            }
        }

        throw new DirectoryNotFoundException("the folder Foreign of the tests is not above the built ones");
    }
}
