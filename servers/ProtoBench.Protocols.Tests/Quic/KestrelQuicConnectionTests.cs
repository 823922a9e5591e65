using Microsoft.AspNetCore.Connections;
using ProtoBench.Protocols.Tests.Conformance;
using ProtoBench.Quic.Kestrel;
using ProtoBench.Quic.Options;
using ProtoBench.Quic.Streams;

namespace ProtoBench.Protocols.Tests.Quic;

/// <summary>What Kestrel relies on when it waits for the next stream.</summary>
[Trait(Lane.Name, Lane.Waiting)]
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

    [Fact]
    public async Task Bytes_for_a_request_that_Kestrel_has_aborted_are_dropped_and_end_no_loop()
    {
        await using var connection = new KestrelQuicConnection(listener: null!);
        var peer = new QuicStreamPeer(null);
        var input = new KestrelInput(new KestrelQuicStream(connection, peer), peer);
        await input.Reader.CompleteAsync(new ConnectionAbortedException("The HTTP/3 connection faulted."));

        input.Flush();
    }
}
