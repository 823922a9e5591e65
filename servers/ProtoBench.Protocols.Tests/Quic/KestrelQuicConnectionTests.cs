using ProtoBench.Protocols.Tests.Conformance;
using ProtoBench.Quic;
using ProtoBench.Quic.Kestrel;

namespace ProtoBench.Protocols.Tests.Quic;

/// <summary>What Kestrel relies on when it waits for the next stream.</summary>
public sealed class KestrelQuicConnectionTests
{
    [Fact]
    public async Task Kestrel_knows_of_the_end_of_a_connection_before_it_is_told_that_no_stream_comes()
    {
        await using var connection = new KestrelQuicConnection(listener: null!);
        var waiting = connection.AcceptAsync().AsTask();
        var endedFirst = false;
        using var registration = connection.ConnectionClosed.Register(() =>
        {
            Thread.Sleep(50);
            endedFirst = !waiting.IsCompleted;
        });

        connection.OnClosed(null!, new QuicException("the peer closed the connection"));

        Assert.Null(await waiting.Limited());
        Assert.True(endedFirst);
    }
}
