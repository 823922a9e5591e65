using System.Text;
using ProtoBench.Protocols.Http;

namespace ProtoBench.Protocols.Tests.Http;

/// <summary>What the lean server reads of a request's head, and what it refuses (RFC 9112).</summary>
public sealed class ServedHeadTests
{
    [Fact]
    public void Target_method_and_length_are_read_and_the_head_ends_behind_its_empty_line()
    {
        var bytes = Encoding.ASCII.GetBytes("\r\nPOST /x?r=5 HTTP/1.1\r\nHost: a\r\ncontent-LENGTH:\t 12 \r\nX: y\r\n\r\nhello world!GET");

        Assert.True(ServedHead.TryRead(bytes, out var head));

        Assert.Equal((0, ServedMethod.Post, 12L), (head.Refusal, head.Method, head.ContentLength));
        Assert.Equal("/x?r=5", Encoding.ASCII.GetString(bytes, head.TargetStart, head.TargetBytesCount));
        Assert.StartsWith("hello", Encoding.ASCII.GetString(bytes, head.Bytes, bytes.Length - head.Bytes), StringComparison.Ordinal);
        Assert.False(head.Closes || head.AwaitsContinue || head.TellsKeepAlive);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", true, false)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nConnection: te , CLOSE\r\n\r\n", true, false)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\n\r\n", false, false)]
    [InlineData("GET / HTTP/1.0\r\n\r\n", true, false)]
    [InlineData("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", false, true)]
    public void A_connection_ends_where_either_side_of_the_standard_says_so(string request, bool closes, bool tellsKeepAlive)
    {
        Assert.True(ServedHead.TryRead(Encoding.ASCII.GetBytes(request), out var head));

        Assert.Equal((0, closes, tellsKeepAlive), (head.Refusal, head.Closes, head.TellsKeepAlive));
    }

    [Theory]
    [InlineData("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("G(T / HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505)]
    [InlineData("GET / HTTX/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n z\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX: y\nZ: z\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX: a\u0001\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n", 0)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", 411)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501)]
    [InlineData("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n", 417)]
    [InlineData("GET / HTTP/1.1\nHost: a\n\n", 400)]
    [InlineData("\u0016\u0003\u0001", 400)]
    public void What_two_programs_could_read_differently_is_refused(string request, int status)
    {
        Assert.True(ServedHead.TryRead(Encoding.Latin1.GetBytes(request), out var head));

        Assert.Equal(status, head.Refusal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r")]
    [InlineData("\r\n")]
    [InlineData("GET / HTT")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r")]
    public void Half_a_head_is_waited_for(string request) => Assert.False(ServedHead.TryRead(Encoding.ASCII.GetBytes(request), out _));

    [Fact]
    public void Every_cut_of_a_request_is_waited_for_and_none_is_refused()
    {
        var bytes = "POST /x?r=1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n"u8;
        for (var cut = 0; cut < bytes.Length; cut++)
        {
            Assert.False(ServedHead.TryRead(bytes[..cut], out _), $"cut after {cut} bytes");
        }

        Assert.True(ServedHead.TryRead(bytes, out var head));
        Assert.True(head.AwaitsContinue);
    }

    [Theory]
    [InlineData("", 414)]
    [InlineData(" HTTP/1.1\r\nHost: a\r\nX: ", 431)]
    public void A_head_without_end_is_refused_by_what_is_too_long(string before, int status)
    {
        var endless = Encoding.ASCII.GetBytes($"GET /{before}{new string('a', ServedHead.LargestBytes)}");

        Assert.True(ServedHead.TryRead(endless, out var head));

        Assert.Equal(status, head.Refusal);
    }
}
