using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using ProtoBench.Protocols.Tests.Conformance;

namespace ProtoBench.Protocols.Tests.Grpc;

/// <summary>grpc_peer.py as a child process.</summary>
internal sealed class ForeignGrpcPeer : IAsyncDisposable
{
    // Debian's python3-grpcio belongs to the system's Python, which another Python on the PATH may hide.
    private const string Python = "/usr/bin/python3";
    private static readonly Lazy<string?> Missing = new(FindMissing);

    private readonly Process _process;

    private ForeignGrpcPeer(Process process, IPEndPoint endPoint)
    {
        _process = process;
        EndPoint = endPoint;
    }

    /// <summary>Why there is no foreign peer here, or null when there is.</summary>
    public static string? MissingReason => Missing.Value;

    public IPEndPoint EndPoint { get; }

    public static async Task<ForeignGrpcPeer> ServeAsync(params string[] methods)
    {
        var process = Start([ScriptPath(), "serve", .. methods]);
        var port = await process.StandardOutput.ReadLineAsync().Limited();
        return new ForeignGrpcPeer(process, new IPEndPoint(IPAddress.Loopback, int.Parse(port!, CultureInfo.InvariantCulture)));
    }

    public static async Task<JsonNode> CallAsync(EndPoint server, string what, params string[] more)
    {
        using var process = Start([ScriptPath(), "call", $"{((IPEndPoint)server).Port}", what, .. more]);
        var output = await process.StandardOutput.ReadToEndAsync().Limited();
        return JsonNode.Parse(output)!;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().Limited();
        _process.Dispose();
    }

    private static string ScriptPath() => Path.Combine(AppContext.BaseDirectory, "Grpc", "grpc_peer.py");

    private static Process Start(IEnumerable<string> arguments) => Process.Start(
        new ProcessStartInfo(Python, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;

    private static string? FindMissing()
    {
        const string Remedy = "apt install python3-grpcio python3-protobuf";
        if (!File.Exists(Python))
        {
            return $"there is no {Python}; {Remedy}";
        }

        using var process = Process.Start(
            new ProcessStartInfo(Python, ["-c", "import grpc, google.protobuf"]) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : $"{Python} has no grpc or no google.protobuf; {Remedy}";
    }
}
