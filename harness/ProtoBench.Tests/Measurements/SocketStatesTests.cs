using ProtoBench.Model.Measurements;
using Xunit;

namespace ProtoBench.Tests.Measurements;

public sealed class SocketStatesTests
{
    [Fact]
    public void Each_state_has_a_count_for_each_look_until_the_window_ends()
    {
        var states = SocketStates.Of(
            [
                (-0.1, new SocketSnapshot(Side(("established", 2)), Side(("established", 2), ("listening", 1)))),
                (0, new SocketSnapshot(Side(("established", 1), ("time-wait", 1)), Side(("established", 1), ("listening", 1)))),
                (1.01, new SocketSnapshot(Side(("time-wait", 9)), Side(("close-wait", 9)))),
            ],
            1);

        Assert.Equal([-0.1, 0], states!.Seconds);
        Assert.Equal(["established", "time-wait"], states.Client!.States.Keys);
        Assert.Equal([2, 1], states.Client.States["established"]);
        Assert.Equal([0, 1], states.Client.States["time-wait"]);
        Assert.Equal([1, 1], states.Server!.States["listening"]);
        Assert.Equal([7, 7], states.Server.SendQueueBytes);
    }

    [Fact]
    public void Sockets_that_do_not_change_are_not_told()
    {
        Assert.Null(SocketStates.Of([], 1));
        Assert.Null(SocketStates.Of(
            [.. Enumerable.Range(0, 9).Select(i => (i / 10.0, new SocketSnapshot(Side(("established", 4)), null)))], 1));
    }

    [Fact]
    public void A_side_that_was_not_always_seen_is_not_told()
    {
        var states = SocketStates.Of(
            [
                (0, new SocketSnapshot(Side(("established", 1)), Side(("established", 1)))),
                (0.1, new SocketSnapshot(Side(("established", 2)), null)),
            ],
            1);
        Assert.Equal(["client"], states!.Sides().Select(one => one.Name));
    }

    [Fact]
    public void A_long_trial_keeps_looks_evenly()
    {
        var states = SocketStates.Of(
            [.. Enumerable.Range(0, 1000).Select(i => (i / 10.0, new SocketSnapshot(Side(("time-wait", i)), null)))], 1000);
        Assert.Equal(143, states!.Seconds.Count);
        Assert.Equal(Enumerable.Range(0, 143).Select(i => 7 * i), states.Client!.States["time-wait"]);
    }

    private static SocketSide Side(params (string State, int Count)[] states) =>
        new(states.ToDictionary(state => state.State, state => state.Count), 0, 7, 0);
}
