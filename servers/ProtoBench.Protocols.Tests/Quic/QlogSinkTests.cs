
using ProtoBench.Quic.Connections;

namespace ProtoBench.Protocols.Tests.Quic;

/// <summary>The log of a connection, without a connection.</summary>
public sealed class QlogSinkTests
{
    [Fact]
    public void A_full_disk_ends_the_log_and_losses_are_still_counted()
    {
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(folder.File("0102_server.sqlog"), "/dev/full");
        var sink = new QlogSink(folder.Path, server: true, [1, 2]);
        var record = new byte[100_000];
        "packet_lost\""u8.CopyTo(record);

        for (var i = 0; i < 10; i++)
        {
            sink.Write(record);
        }

        sink.Dispose();
        Assert.Equal(10, sink.PacketsLost);
    }

    [Fact]
    public void The_log_holds_what_was_written()
    {
        using var folder = new TemporaryFolder();
        using (var sink = new QlogSink(folder.Path, server: false, [0xab]))
        {
            sink.Write("one"u8);
            sink.Write("two"u8);
        }

        Assert.Equal("onetwo", File.ReadAllText(folder.File("ab_client.sqlog")));
    }
}
