using ProtoBench.Protocols.Shared;

namespace ProtoBench.Protocols.Tests;

public sealed class AnswerGateTests
{
    [Fact]
    public void Whoever_waits_is_ended_by_who_asks_and_begins_nothing_more()
    {
        var gate = new AnswerGate();
        Assert.True(gate.TryBegin());
        Assert.True(gate.TryWaitAgain());
        Assert.True(gate.Close());
        Assert.False(gate.TryBegin());
        Assert.False(gate.Close());
    }

    [Fact]
    public void Whoever_answers_ends_itself_behind_its_answer()
    {
        var gate = new AnswerGate();
        Assert.True(gate.TryBegin());
        Assert.False(gate.Close());
        Assert.False(gate.TryWaitAgain());
        Assert.False(gate.TryBegin());
    }
}
