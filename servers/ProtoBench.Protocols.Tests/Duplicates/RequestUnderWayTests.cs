using ProtoBench.Contract.Duplicates;

namespace ProtoBench.Protocols.Tests.Duplicates;

/// <summary>A request that comes again before the first has been carried out.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class RequestUnderWayTests
{
    [Fact]
    public async Task Who_comes_while_the_first_is_under_way_waits_for_its_end()
    {
        var memory = new RequestMemory(10);
        var id = RequestId.Of(1, 1, measured: true);
        Assert.True(memory.TryBegin(id, out var place));
        var second = Task.Run(() => memory.TryBegin(id, out _));
        await Task.Delay(20);
        Assert.False(second.IsCompleted);
        memory.End(id, place);
        Assert.False(await second.WaitAsync(TimeSpan.FromSeconds(30)));
    }
}
