using System.Net;
using ProtoBench.Contract;
using ProtoBench.Load.Loops;
using ProtoBench.Load.Workloads.Stream;
using ProtoBench.Model.Scenarios;
using ProtoBench.Protocols;
using Xunit;

namespace ProtoBench.Tests.Load;

/// <summary>Streams whose other side goes away in the middle: nobody waits for ever.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class StreamEndTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("tcp", StreamWay.Down)]
    [InlineData("tcp", StreamWay.Up)]
    [InlineData("grpc", StreamWay.Down)]
    [InlineData("http2", StreamWay.Up)]
    public async Task A_server_that_is_gone_ends_the_client(string protocol, StreamWay way)
    {
        var (server, _) = await ListenAsync(protocol);
        var meter = new TransferMeter();
        var connection = await ConnectAsync(protocol, server);
        await using (connection)
        {
            var running = StreamOf(way, meter).RunAsync(connection, CancellationToken.None, CancellationToken.None);
            await UntilMessagesFlowAsync(meter, running);
            await server.DisposeAsync().AsTask().WaitAsync(Limit);
            var error = await Record.ExceptionAsync(() => running.WaitAsync(Limit));
            Assert.True(error is not null && ExchangeFailure.IsExpected(error) && error is not TimeoutException, $"{error}");
        }
    }

    [Theory]
    [InlineData("tcp", StreamWay.Down)]
    [InlineData("tcp", StreamWay.Up)]
    [InlineData("http2", StreamWay.Down)]
    public async Task A_client_that_is_gone_ends_the_server_s_side(string protocol, StreamWay way)
    {
        var (server, served) = await ListenAsync(protocol);
        await using (server)
        {
            var meter = new TransferMeter();
            using var abort = new CancellationTokenSource();
            var connection = await ConnectAsync(protocol, server);
            var running = StreamOf(way, meter).RunAsync(connection, CancellationToken.None, abort.Token);
            await UntilMessagesFlowAsync(meter, running);
            await abort.CancelAsync();
            await Record.ExceptionAsync(() => running.WaitAsync(Limit));
            await connection.DisposeAsync().AsTask().WaitAsync(Limit);
            await served.WaitAsync(Limit);
        }
    }

    private static OneWayStream StreamOf(StreamWay way, TransferMeter meter) =>
        new("stream", new StreamOrder(way, 64, 64, 1000, LimitNanoseconds: 1_000_000_000), new LoadWindow(), meter);

    private static async Task UntilMessagesFlowAsync(TransferMeter meter, Task running)
    {
        while (meter.Messages < 5 && !running.IsCompleted)
        {
            await Task.Delay(5);
        }

        Assert.False(running.IsCompleted);
    }

    private static async Task<(IProtocolServer Server, Task Served)> ListenAsync(string protocol)
    {
        var served = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var server = await ProtocolCatalog.Find(protocol)!.ListenAsync(
            new EndpointSettings
            {
                EndPoint = new IPEndPoint(IPAddress.Loopback, 0),
                Applications = new Dictionary<string, ServerApplication> { ["stream"] = RunAsync },
            },
            CancellationToken.None);
        return (server, served.Task);

        async Task RunAsync(IMessageStream stream, CancellationToken cancellationToken)
        {
            try
            {
                await StreamServer.RunAsync(stream, cancellationToken);
            }
            finally
            {
                served.TrySetResult();
            }
        }
    }

    private static ValueTask<IProtocolConnection> ConnectAsync(string protocol, IProtocolServer server) =>
        ProtocolCatalog.Find(protocol)!.ConnectAsync(new EndpointSettings { EndPoint = server.EndPoint }, CancellationToken.None);
}
