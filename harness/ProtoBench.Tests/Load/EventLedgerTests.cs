using ProtoBench.Load.Workloads.Push;
using ProtoBench.Model.Clocks;
using ProtoBench.Model.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Load;

public sealed class EventLedgerTests
{
    [Fact]
    public void Events_in_order_are_all_new()
    {
        var ledger = new EventLedger();
        Assert.All(Enumerable.Range(0, 10_000), number => Assert.True(ledger.Enter(number, inWindow: true, beyond: false)));
        Assert.Equal((10_000, 0, 0), (ledger.Received, ledger.Duplicated, ledger.Reordered));
    }

    [Fact]
    public void An_event_that_comes_twice_is_no_second_one()
    {
        var ledger = new EventLedger();
        Assert.True(ledger.Enter(7, true, false));
        Assert.False(ledger.Enter(7, true, false));
        Assert.Equal((1, 1, 0), (ledger.Received, ledger.Duplicated, ledger.Reordered));
    }

    [Fact]
    public void An_event_behind_a_later_one_is_reordered_and_not_missing()
    {
        var ledger = new EventLedger();
        foreach (var number in (int[])[0, 2, 1, 3])
        {
            Assert.True(ledger.Enter(number, true, false));
        }

        Assert.Equal((4, 0, 1), (ledger.Received, ledger.Duplicated, ledger.Reordered));
    }

    [Fact]
    public void A_gap_of_many_laps_forgets_what_was_there()
    {
        var ledger = new EventLedger();
        ledger.Enter(5, true, false);
        Assert.True(ledger.Enter(5 + (3 * EventLedger.Remembered), true, false));
        Assert.Equal(2, ledger.Received);
    }

    [Fact]
    public void What_was_due_is_known_from_all_subscribers_together()
    {
        var (first, second) = (new EventLedger(), new EventLedger());
        first.Enter(9, false, false);
        first.Enter(11, true, false);
        first.Enter(21, false, true);
        second.Enter(10, true, false);
        second.Enter(20, false, true);
        Assert.Equal(20, EventLedger.End([first, second]));
        Assert.Equal((10, 10), (first.Due(20), second.Due(20)));
    }

    [Fact]
    public void An_event_that_came_while_the_window_was_opened_is_not_missing_and_a_lost_one_is()
    {
        var ledger = new EventLedger();
        ledger.Enter(9, inWindow: false, beyond: false);
        ledger.Enter(11, inWindow: true, beyond: false);
        ledger.Enter(12, inWindow: false, beyond: true);
        Assert.Equal((2, 1), (ledger.Due(12), ledger.Received));
    }

    [Fact]
    public void What_was_due_is_unknown_before_the_window_is_over()
    {
        var ledger = new EventLedger();
        ledger.Enter(0, true, false);
        Assert.Null(EventLedger.End([ledger]));
    }

    [Fact]
    public void The_spread_is_from_the_first_subscriber_to_the_last_whatever_their_order()
    {
        using var spread = new EventSpread(3);
        foreach (var (number, instant) in ((long, long)[])[(1, 5_000), (2, 7_000), (1, 1_000), (1, 3_000), (2, 9_000), (2, 8_000)])
        {
            spread.Record(number, instant);
        }

        var times = spread.Merge();
        Assert.Equal((2, 4_000, 2_000), (times.Count, times.Maximum, times.Minimum));
    }

    [Fact]
    public void An_event_and_a_call_are_read_as_they_were_written()
    {
        var message = new byte[PushEvent.HeaderBytes];
        var pushed = new PushEvent(123_456_789_012, 123_456_999_999, uint.MaxValue, 17);
        pushed.Write(message);
        Assert.Equal(pushed, PushEvent.Read(message));

        var join = new PushCall(
            PushVerb.Subscribe, ulong.MaxValue, 3, new PushSchedule(12.5, ArrivalLaw.Poisson, 99, 256, 8));
        Assert.Equal(join, PushCall.Read(join.ToMessage()));
        var leave = new PushCall(PushVerb.Leave, 1, 2);
        Assert.Equal(leave, PushCall.Read(leave.ToMessage()));
        Assert.Throws<InvalidDataException>(() => PushCall.Read([1, 2, 3]));
    }

    [Fact]
    public void An_instant_of_the_server_is_read_with_the_difference_of_the_clocks()
    {
        var records = new PushRecords(subscribers: 1, messageBytes: 32, new ClockMap(500, 20), instants: null);
        Assert.Equal(1_500, records.Clock.Read(1_000));
        records.Dispose();
    }
}
