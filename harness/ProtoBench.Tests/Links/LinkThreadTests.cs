using ProtoBench.Links.Engine;
using ProtoBench.Links.Native;
using ProtoBench.Model.Links.Model;
using ProtoBench.Model.Links.Profiles;
using ProtoBench.Native;
using Xunit;

namespace ProtoBench.Tests.Links;

[Trait(Lane.Name, Lane.Waiting)]
public sealed class LinkThreadTests
{
    [Fact]
    public async Task A_thread_whose_device_is_gone_says_so_at_every_restart_instead_of_keeping_its_caller_waiting()
    {
        var model = new LinkModel(new LinkProfile { Name = "t", Title = "t", Source = "t", Up = new() }, LinkDirection.Up, 1);
        using var port = new GonePort();
        var clock = new MonotonicClock();
        using var thread = new LinkThread(
            new PacketForwarder(LinkDirection.Up, port, port, clock, new PacketPool(16), 16, observer: null),
            clock,
            model,
            realTime: false);

        // A restart may still come before the thread has first looked at its device; none that comes after does.
        Assert.True(SpinWait.SpinUntil(() => Record.Exception(thread.ThrowIfFailed) is not null, Patience.Limit));
        for (var i = 0; i < 3; i++)
        {
            var error =
                await Assert.ThrowsAsync<IOException>(() => Task.Run(() => thread.Restart(model, clock.Now)).WaitAsync(Patience.Limit));
            Assert.Equal("the device is gone", error.Message);
        }
    }

    private sealed class GonePort : IPacketPort
    {
        public int PollDescriptor { get; } = Libc.EventDescriptor(1, Libc.OpenCloseOnExec | Libc.OpenNonBlocking);

        public int HeaderBytes => 0;

        public int Receive(Span<byte> buffer) => throw new IOException("the device is gone");

        public bool Send(ReadOnlySpan<byte> packet) => false;

        public long OverflowDrops() => 0;

        public void Dispose() => Libc.Close(PollDescriptor);
    }
}
