using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ProtoBench.Machine.Holding;
using ProtoBench.Tests.Trials.Holding;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Trials.Servers;

[Trait(Lane.Name, Lane.Waiting)]
public sealed class ServerInspectionTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Process _stranger = Process.Start("taskset", ["-c", "0", "sleep", "300"]);

    public ServerInspectionTests() => _listener.Start();

    [Fact]
    public void A_server_that_listens_itself_is_not_remarked_on() =>
        Assert.Empty(ServerInspection.Remarks([Environment.ProcessId], _listener.LocalEndpoint, processors: null));

    [Fact]
    public void A_port_that_somebody_else_serves_is_remarked_on() =>
        Assert.Contains(
            "was not started by the server command",
            Assert.Single(ServerInspection.Remarks([_stranger.Id], _listener.LocalEndpoint, processors: null)),
            StringComparison.Ordinal);

    [Fact]
    public async Task A_server_that_left_its_processors_is_remarked_on()
    {
        // taskset sets the mask before it becomes sleep.
        await Until.Async(() => ProcessTree.NameOf(_stranger.Id) == "sleep");
        var elsewhere = new IPEndPoint(IPAddress.Loopback, 1);

        Assert.Empty(ServerInspection.Remarks([_stranger.Id], elsewhere, processors: "0"));
        Assert.Contains(
            "chose processors 0 for itself and not 1",
            Assert.Single(ServerInspection.Remarks([_stranger.Id], elsewhere, processors: "1")),
            StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _stranger.Kill();
        _stranger.Dispose();
        _listener.Dispose();
    }
}
