using ProtoBench.Model.Scenarios.Reading;
using Xunit;

namespace ProtoBench.Tests.Scenarios;

public sealed class SpellingTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("trials", "trails", 1)]
    [InlineData("tcp", "tcpp", 1)]
    [InlineData("abc", "", 3)]
    public void Distance_counts_edits_and_swaps(string from, string to, int edits)
    {
        Assert.Equal(edits, Spelling.Distance(from, to));
        Assert.Equal(edits, Spelling.Distance(to, from));
    }

    [Theory]
    [InlineData("protocls", "protocols")]
    [InlineData("Protocols", "protocols")]
    [InlineData("tcpp", "tcp")]
    [InlineData("entirely-different", null)]
    [InlineData("x", null)]
    public void Only_a_near_word_is_suggested(string written, string? suggested) =>
        Assert.Equal(suggested, Spelling.Nearest(written, ["protocols", "trials", "tcp"]));
}
