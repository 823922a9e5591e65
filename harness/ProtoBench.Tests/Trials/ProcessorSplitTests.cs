using ProtoBench.Machine;
using ProtoBench.Model.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Trials;

public sealed class ProcessorSplitTests
{
    [Theory]
    [InlineData("0", new[] { 0 })]
    [InlineData("0-3", new[] { 0, 1, 2, 3 })]
    [InlineData("0-1,4,6-7", new[] { 0, 1, 4, 6, 7 })]
    public void Kernel_lists_are_read(string list, int[] expected) => Assert.Equal(expected, ProcessorSplit.ParseList(list));

    [Fact]
    public void Server_and_client_get_one_half_each() =>
        Assert.Equal(new ProcessorSplit("0,2", "3,5,7"), ProcessorSplit.Of(Pinning.Split, [0, 2, 3, 5, 7]));

    [Fact]
    public void One_processor_is_shared() => Assert.Equal(new ProcessorSplit(null, null), ProcessorSplit.Of(Pinning.Split, [4]));

    [Fact]
    public void Without_pinning_nobody_is_pinned() => Assert.Equal(new ProcessorSplit(null, null), ProcessorSplit.Of(Pinning.None, [0, 1]));
}
