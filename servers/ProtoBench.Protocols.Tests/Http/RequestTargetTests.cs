using ProtoBench.Protocols.Http;

namespace ProtoBench.Protocols.Tests.Http;

public sealed class RequestTargetTests
{
    [Theory]
    [InlineData("/x?r=0", 'r', 0L)]
    [InlineData("/d?m=65536&t=1099511627776", 'm', 65_536L)]
    [InlineData("/d?m=65536&t=1099511627776", 't', 1_099_511_627_776L)]
    [InlineData("/d?m=65536", 't', null)]
    [InlineData("/x", 'r', null)]
    [InlineData("/x?", 'r', null)]
    [InlineData("/x?r=", 'r', null)]
    [InlineData("/x?r=-1", 'r', null)]
    [InlineData("/x?r=1e3", 'r', null)]
    [InlineData("/x?rr=1", 'r', null)]
    [InlineData("/x?r=99999999999999999999", 'r', null)]
    public void Numbers_are_found_by_their_letter(string target, char name, long? number) =>
        Assert.Equal(number, new RequestTarget(target).Number(name));

    [Theory]
    [InlineData("/x?r=1", "/x")]
    [InlineData("/u", "/u")]
    [InlineData("?", "")]
    public void The_path_ends_at_the_question_mark(string target, string path) => Assert.Equal(path, new RequestTarget(target).Path);
}
