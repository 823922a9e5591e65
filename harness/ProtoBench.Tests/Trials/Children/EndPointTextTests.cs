using ProtoBench.Load.Children;
using Xunit;

namespace ProtoBench.Tests.Trials.Children;

public sealed class EndPointTextTests
{
    [Theory]
    [InlineData("127.0.0.1:8080", "127.0.0.1:8080")]
    [InlineData("0.0.0.0:0", "0.0.0.0:0")]
    [InlineData("[::1]:8080", "[::1]:8080")]
    [InlineData("[::]:8080", "[::]:8080")]
    [InlineData("[::ffff:10.0.0.1]:80", "[::ffff:10.0.0.1]:80")]
    [InlineData("localhost:8080", "127.0.0.1:8080")]
    [InlineData("LocalHost:8080", "127.0.0.1:8080")]
    [InlineData("8080", "127.0.0.1:8080")]
    [InlineData("0", "127.0.0.1:0")]
    [InlineData("unix:/tmp/a b.sock", "unix:/tmp/a b.sock")]
    public void What_has_one_meaning_is_taken(string text, string meaning) =>
        Assert.Equal(meaning, EndPointText.Write(EndPointText.Parse(text)));

    [Theory]
    [InlineData("::1:8080", "write [::1]:8080, or [::1:8080]:PORT")]
    [InlineData("::1", "write [::1]:PORT")]
    [InlineData("fd99::2:65536", "is not an end point; write ADDRESS:PORT")]
    [InlineData("1:2:3:4:5:6:7:8:80", "write [1:2:3:4:5:6:7:8]:80")]
    [InlineData("a:b:c", "is not an end point; write ADDRESS:PORT")]
    [InlineData("[::1]", "write [::1]:PORT")]
    [InlineData("[::1]8080", "write [::1]:PORT")]
    [InlineData("[::1]:", "0 is any free one")]
    [InlineData("[::1:8080", "has no IPv6 address in its brackets")]
    [InlineData("[127.0.0.1]:80", "write 127.0.0.1:80")]
    [InlineData(":8080", "write 127.0.0.1:8080 for this machine only, 0.0.0.0:8080 or [::]:8080 for every interface")]
    [InlineData("*:8080", "write 127.0.0.1:8080 for this machine only")]
    [InlineData("127.0.0.1", "write 127.0.0.1:PORT")]
    [InlineData("localhost", "write localhost:PORT")]
    [InlineData("127.0.0.1:", "0 is any free one")]
    [InlineData("127.0.0.1:65536", "from 0 (any free one) to 65535")]
    [InlineData("127.0.0.1:-1", "from 0 (any free one) to 65535")]
    [InlineData("127.0.0.1: 80", "from 0 (any free one) to 65535")]
    [InlineData("127.0.0.1:http", "from 0 (any free one) to 65535")]
    [InlineData("65536", "from 0 (any free one) to 65535")]
    [InlineData("127.1:80", "did you mean 127.0.0.1:80?")]
    [InlineData("0177.0.0.1:80", "did you mean 127.0.0.1:80?")]
    [InlineData("example.org:80", "has a name where the address stands")]
    [InlineData("http://127.0.0.1:8080/", "write ADDRESS:PORT alone, such as 127.0.0.1:8080")]
    [InlineData("/tmp/a.sock", "write unix:/tmp/a.sock")]
    [InlineData("unix:", "has no path")]
    [InlineData("nowhere", "is not an end point; write ADDRESS:PORT")]
    [InlineData("", "is not an end point; write ADDRESS:PORT")]
    public void What_may_mean_something_else_is_refused_with_what_to_write(string text, string sentence)
    {
        var error = Assert.Throws<FormatException>(() => EndPointText.Parse(text));
        Assert.StartsWith($"'{text}' ", error.Message, StringComparison.Ordinal);
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
    }
}
