using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using ProtoBench.Protocols.Tests.Conformance;

namespace ProtoBench.Protocols.Tests.Grpc;

/// <summary>A foreign peer's script as a child process.</summary>
internal sealed class ForeignGrpcPeer : IAsyncDisposable
{
    private readonly Process _process;

    private ForeignGrpcPeer(Process process, IPEndPoint endPoint)
    {
        _process = process;
        EndPoint = endPoint;
    }

    public IPEndPoint EndPoint { get; }

    public static async Task<ForeignGrpcPeer> ServeAsync(ForeignGrpc foreign, params string[] methods)
    {
        var process = foreign.Start("serve", methods);
        var port = await process.StandardOutput.ReadLineAsync().Limited();
        return new ForeignGrpcPeer(process, new IPEndPoint(IPAddress.Loopback, int.Parse(port!, CultureInfo.InvariantCulture)));
    }

    public static async Task<JsonNode> CallAsync(ForeignGrpc foreign, EndPoint server, string what, params string[] more)
    {
        using var process = foreign.Start("call", [$"{((IPEndPoint)server).Port}", what, .. more]);
        try
        {
            return JsonNode.Parse(await process.StandardOutput.ReadToEndAsync().Limited())!;
        }
        finally
        {
            process.Kill();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().Limited();
        _process.Dispose();
    }
}
