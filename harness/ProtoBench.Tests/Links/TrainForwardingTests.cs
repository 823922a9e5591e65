using System.Runtime;
using ProtoBench.Links.Engine;
using ProtoBench.Links.Native;
using ProtoBench.Model.Links.Model;
using ProtoBench.Model.Links.Profiles;
using ProtoBench.Native;
using ProtoBench.Reading.Links;
using Xunit;

namespace ProtoBench.Tests.Links;

/// <summary>How the forwarder uses a port that takes several packets at once.</summary>
public sealed class TrainForwardingTests : IDisposable
{
    private readonly FakePort _from = new();
    private readonly FakePort _to = new();
    private readonly ManualClock _clock = new();

    [Fact]
    public void Segments_that_are_due_together_leave_in_one_call()
    {
        var forwarder = Forwarder(new() { Delay = TimeSpan.FromMilliseconds(1) });
        for (uint i = 0; i < 5; i++)
        {
            _from.Waiting.Enqueue(SegmentTrainTests.Segment(i * 100, 100));
        }

        forwarder.Turn();
        _clock.Now += 1_000_000;
        forwarder.Turn();

        Assert.Equal([5], _to.Calls);
        Assert.Equal((5, 5), (forwarder.Counters.Received, forwarder.Counters.Released));
    }

    [Fact]
    public void A_segment_the_link_lost_parts_the_train_and_a_damaged_one_goes_alone()
    {
        var forwarder = Forwarder(new() { Delay = TimeSpan.FromMilliseconds(1), Loss = new ListedLoss([3]) });
        for (uint i = 0; i < 5; i++)
        {
            _from.Waiting.Enqueue(SegmentTrainTests.Segment(i * 100, 100));
        }

        forwarder.Turn();
        _clock.Now += 1_000_000;
        forwarder.Turn();
        Assert.Equal([2, 2], _to.Calls);

        _to.Calls.Clear();
        forwarder = Forwarder(new() { Delay = TimeSpan.FromMilliseconds(1), Corrupt = 1 });
        _from.Waiting.Enqueue(SegmentTrainTests.Segment(0, 100));
        _from.Waiting.Enqueue(SegmentTrainTests.Segment(100, 100));
        forwarder.Turn();
        _clock.Now += 1_000_000;
        forwarder.Turn();
        Assert.Equal([1, 1], _to.Calls);
    }

    [Fact]
    public void What_the_kernel_refuses_as_a_train_goes_one_by_one_from_then_on()
    {
        _to.RefusesTrains = true;
        var forwarder = Forwarder(new() { Delay = TimeSpan.FromMilliseconds(1) });
        for (var round = 0; round < 2; round++)
        {
            for (uint i = 0; i < 3; i++)
            {
                _from.Waiting.Enqueue(SegmentTrainTests.Datagram(i, 64));
            }

            forwarder.Turn();
            _clock.Now += 1_000_000;
            forwarder.Turn();
        }

        Assert.Equal([1, 1, 1, 1, 1, 1], _to.Calls);
        Assert.Equal(1, _to.Refused);
        Assert.Equal((6, 0), (forwarder.Counters.Released, forwarder.Counters.Refused));
    }

    [Fact]
    public void Without_delay_a_packet_waits_for_no_other_until_a_backlog_shows()
    {
        var forwarder = Forwarder(new());
        for (uint i = 0; i < 60; i++)
        {
            _from.Waiting.Enqueue(SegmentTrainTests.Segment(i * 100, 100));
        }

        while (forwarder.Turn())
        {
        }

        // 1, 2, 4 and 8, then 16 at a time.
        Assert.Equal([1, 2, 4, 8, 16, 16, 13], _to.Calls);

        _to.Calls.Clear();
        _from.Waiting.Enqueue(SegmentTrainTests.Segment(6_000, 100));
        while (forwarder.Turn())
        {
        }

        Assert.Equal([1], _to.Calls);
    }

    [Theory]
    [InlineData("delay: 1 ms")]
    [InlineData("delay: 3 ms\njitter: { pareto: 1 ms, shape: 3 }\nloss: { enter: 0.2 %, leave: 40 % }\nrate: 60 Mbit/s")]
    [InlineData("delay: 3 ms\njitter: { normal: 1 ms }\nreorder: true\nduplicate: 5 %\ncorrupt: 5 %")]
    public void After_a_rehearsal_nothing_is_compiled_while_packets_wait(string lines)
    {
        var profile = LinkProfileFile.Parse($"title: t\nsource: s\n{lines}\n", "t.yaml", _ => "").Profile!;
        EngineRehearsal.Run(profile);
        var forwarder = Forwarder(profile.Up);

        // The fakes' own methods.
        _from.Waiting.Enqueue(SegmentTrainTests.Segment(0, 100));
        _from.Receive(new byte[2048].AsSpan(_from.HeaderBytes));
        _clock.Now += 1;
        _to.Send(new byte[1]);
        _to.Send(new IoVector[1]);
        _to.Calls.Clear();
        for (uint i = 0; i < 60; i++)
        {
            _from.Waiting.Enqueue(SegmentTrainTests.Segment(i * 100, 100));
        }

        var before = JitInfo.GetCompiledMethodCount(currentThread: true);
        while (_from.Waiting.Count > 0)
        {
            forwarder.Turn();
            _clock.Now += 1_000_000;
        }

        _clock.Now += 1_000_000_000;
        forwarder.Turn();
        forwarder.Turn();
        forwarder.Turn();
        Assert.Equal(before, JitInfo.GetCompiledMethodCount(currentThread: true));
        Assert.NotEmpty(_to.Calls);
    }

    public void Dispose()
    {
        _from.Dispose();
        _to.Dispose();
    }

    private PacketForwarder Forwarder(DirectionProfile up)
    {
        var forwarder = new PacketForwarder(LinkDirection.Up, _from, _to, _clock, new PacketPool(256), 256, observer: null);
        forwarder.Restart(
            new LinkModel(new LinkProfile { Name = "t", Title = "t", Source = "t", Up = up }, LinkDirection.Up, 1), _clock.Now);
        return forwarder;
    }

    private sealed class FakePort : IPacketPort
    {
        public Queue<byte[]> Waiting { get; } = new();

        /// <summary>Packets of each call.</summary>
        public List<int> Calls { get; } = [];

        public bool RefusesTrains { get; set; }

        public int Refused { get; private set; }

        public int PollDescriptor => -1;

        public int HeaderBytes => 0;

        public bool TakesTrains => true;

        public int Receive(Span<byte> buffer)
        {
            if (!Waiting.TryDequeue(out var packet))
            {
                return 0;
            }

            packet.CopyTo(buffer);
            return packet.Length;
        }

        public bool Send(ReadOnlySpan<byte> packet)
        {
            Calls.Add(1);
            return true;
        }

        public bool Send(ReadOnlySpan<IoVector> train)
        {
            if (RefusesTrains)
            {
                Refused++;
                return false;
            }

            Calls.Add(train.Length - 1);
            return true;
        }

        public long OverflowDrops() => 0;

        public void Dispose()
        {
        }
    }
}
