using System.Net;
using System.Net.Sockets;
using System.Text;
using ProtoBench.Protocols.Tests.Conformance;

namespace ProtoBench.Protocols.Tests.Http;

/// <summary>Accepts one connection, reads a request's headers, and answers with fixed octets, right or wrong.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _serving;

    /// <param name="answer">What it says, once.</param>
    /// <param name="requests">How many heads of requests it has read by then.</param>
    public ScriptedServer(string answer, int requests = 1)
    {
        _listener.Start();
        _serving = ServeAsync(answer, requests);
    }

    public EndPoint EndPoint => _listener.LocalEndpoint;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving.Limited();
    }

    private async Task ServeAsync(string answer, int requests)
    {
        using var client = await _listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        using var reader = new StreamReader(stream, leaveOpen: true);
        for (var read = 0; read < requests; read++)
        {
            while (await reader.ReadLineAsync() is { Length: > 0 })
            {
            }
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
    }
}
