using ProtoBench.Contract;
using ProtoBench.Quic.Connections;
using ProtoBench.Quic.Loops;

namespace ProtoBench.Protocols.Tests.Quic;

public sealed class SendBufferTests
{
    [Fact]
    public void Unsent_bytes_are_what_was_written_less_what_was_taken()
    {
        using var pool = new BlockPool();
        var buffer = new SendBuffer(pool);

        buffer.Write(Payload.Create(40_000));
        buffer.Take(15_000);
        buffer.Acknowledge(15_000);
        buffer.Write(Payload.Create(10));

        Assert.Equal(25_010, buffer.Unsent);
        buffer.Clear();
    }

    [Fact]
    public void A_buffer_is_as_new_after_a_reset()
    {
        using var pool = new BlockPool();
        var buffer = new SendBuffer(pool);
        for (var i = 1; i < 200; i++)
        {
            buffer.Write(Payload.Create(i * 1_000));
            Assert.Equal(i * 1_000, buffer.Unsent);
            buffer.Take(i * 500);
            buffer.Acknowledge(i * 300);
            buffer.Reset();
            Assert.Equal(0, buffer.Unsent);
        }
    }
}
