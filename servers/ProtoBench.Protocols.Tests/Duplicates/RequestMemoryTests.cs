using System.Buffers;
using ProtoBench.Contract;
using ProtoBench.Contract.Duplicates;

namespace ProtoBench.Protocols.Tests.Duplicates;

/// <summary>What a server remembers of requests, in numbers.</summary>
public sealed class RequestMemoryTests
{
    [Fact]
    public void Two_requests_for_one_exchange_have_one_id_and_others_have_another()
    {
        Span<byte> request = stackalloc byte[20];
        RequestId.Of(3, 5, measured: true).Write(request);
        var id = RequestId.Read(request);
        Assert.Equal(RequestId.Of(3, 5, measured: true), id);
        Assert.True(id.IsMeasured);
        Assert.False(RequestId.Of(3, 5, measured: false).IsMeasured);
        Assert.NotEqual(RequestId.Of(3, 6, measured: true), id);
        Assert.NotEqual(RequestId.Of(4, 5, measured: true), id);
        Assert.Equal(default, RequestId.Read(request[..15]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(16)]
    public void An_id_that_comes_in_pieces_is_put_together(int first)
    {
        var request = new byte[24];
        RequestId.Of(3, 5, measured: true).Write(request);
        var end = new Piece(request.AsMemory(first), first);
        var start = new Piece(request.AsMemory(0, first), 0, end);
        Assert.Equal(RequestId.Of(3, 5, measured: true), RequestId.Read(new ReadOnlySequence<byte>(start, 0, end, 24 - first)));
    }

    /// <summary>Against a list that is searched: 20,000 requests for 300 exchanges of late, with room for 100 ids.</summary>
    [Fact]
    public void The_last_ids_are_known_and_older_ones_are_forgotten()
    {
        var (memory, known, chance) = (new RequestMemory(100), new Queue<RequestId>(), new Random(4));
        for (var i = 0; i < 20_000; i++)
        {
            var id = RequestId.Of(1, (i / 10) + chance.Next(300), measured: i % 2 == 0);
            var first = !known.Contains(id);
            Assert.Equal(first, memory.TryBegin(id, out var place));
            if (first)
            {
                memory.End(id, place);
                known.Enqueue(id);
                if (known.Count > 100)
                {
                    known.Dequeue();
                }
            }
        }
    }

    [Fact]
    public void What_is_remembered_takes_28_bytes_and_less_than_as_many_more()
    {
        // 24 B each, and 4 B for each of 65,536 chains.
        Assert.Equal((50_000 * 24) + (65_536 * 4), new RequestMemory(50_000).Bytes);
        Assert.Equal(24 + 4, new RequestMemory(1).Bytes);
    }

    [Fact]
    public void What_is_carried_out_is_counted_for_the_window_only()
    {
        var ledger = new RequestLedger(readsIds: true);
        for (var i = 0; i < 70_000; i++)
        {
            Serve(ledger, 1, i % 60_000, measured: true);
            Serve(ledger, 1, i, measured: false);
        }

        Assert.Equal(new RequestCounts(70_000, 10_000, 0, 0, 0, 0), ledger.Count());
    }

    [Fact]
    public void With_a_memory_nothing_is_carried_out_twice_by_many_threads()
    {
        var ledger = new RequestLedger(readsIds: true, remembered: 1_000);
        Parallel.For(0, 8, _ =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                Serve(ledger, 1, i, measured: true);
            }
        });
        var counts = ledger.Count();
        Assert.Equal((1_000, 0, 7_000), (counts.CarriedOut, counts.CarriedOutAgain, counts.Suppressed));
    }

    /// <summary>1,000 of 100,000 are expected; five standard deviations are 157.</summary>
    [Fact]
    public void A_share_of_the_requests_has_its_connection_reset()
    {
        var ledger = new RequestLedger(readsIds: false, resetShare: 0.01);
        var reset = Enumerable.Range(0, 100_000).Count(i => !Serve(ledger, 1, i, measured: true));
        Assert.InRange(reset, 843, 1_157);
        Assert.Equal(new RequestCounts(0, 0, 0, reset, 0, 0), ledger.Count());
    }

    [Fact]
    public void Nothing_is_allocated_for_a_request()
    {
        var ledger = new RequestLedger(readsIds: true, remembered: 500);
        for (var i = 0; i < 1_000; i++)
        {
            Serve(ledger, 1, i, measured: true);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 1_000; i < 3_000; i++)
        {
            Serve(ledger, 1, i, measured: true);
            Serve(ledger, 1, i, measured: true);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static bool Serve(RequestLedger ledger, long client, long exchange, bool measured) =>
        new ServerWork(TimeSpan.Zero, ledger).TryDo(RequestId.Of(client, exchange, measured));

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> bytes, long at, Piece? next = null) => (Memory, RunningIndex, Next) = (bytes, at, next);
    }
}
