using System.Text;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Lean.Exchanges;
using ProtoBench.Protocols.Lean.Http1;

namespace ProtoBench.Protocols.Tests.Lean;

/// <summary>Responses of HTTP/1.1 in all their forms, cut at every place.</summary>
public sealed class ResponseReaderTests
{
    private const string Rest = "REST";

    public static TheoryData<string, string, int, long> Whole { get; } = new()
    {
        { "GET", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", 200, 3 },
        { "GET", "HTTP/1.1 200\r\ncontent-LENGTH:3\r\n\r\nabc", 200, 3 },
        { "GET", "HTTP/1.1 200 OK\nContent-Length: 3, 3\nX: \n\nabc", 200, 3 },
        { "GET", "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", 404, 0 },
        { "GET", "HTTP/1.1 204 No Content\r\nContent-Length: 3\r\n\r\n", 204, 0 },
        { "GET", "HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\n\r\n", 304, 0 },
        { "HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n", 200, 0 },
        { "GET", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na", 200, 1 },
        { "GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n", 200, 13 },
        { "GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\nContent-Length: 99\r\n\r\n1 \r\na\r\n0\r\nT: x\r\n\r\n", 200, 1 },
        { "GET", "HTTP/1.1 200 OK\r\nX-Folded: a\r\n b\r\nContent-Length: 2\r\n\r\nab", 200, 2 },
    };

    public static TheoryData<string, string> Broken { get; } = new()
    {
        { "SSH-2.0-OpenSSH_9.2\r\n", "does not begin with a status line" },
        { "HTTP/1.0 200 OK\r\n", "the response is HTTP/1.0, expected HTTP/1.1" },
        { "HTTP/1.1 20 OK\r\n", "does not begin with a status line" },
        { "HTTP/1.1 200 OK\r\nNo field\r\n", "is no field" },
        { "HTTP/1.1 200 OK\r\nContent-Length : 3\r\n", "is no field" },
        { "HTTP/1.1 200 OK\r\nContent-Length: -3\r\n", "no number" },
        { "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n", "two lengths" },
        { "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n 4\r\n", "folded" },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", "hexadecimal" },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n", "longer than its size" },
        { "HTTP/1.1 101 Switching Protocols\r\n\r\n", "101" },
    };

    [Theory]
    [MemberData(nameof(Whole))]
    public void A_response_is_read_whole_wherever_it_is_cut(string method, string response, int status, long bytes)
    {
        var octets = Encoding.ASCII.GetBytes(response + Rest);
        for (var first = 0; first <= octets.Length; first++)
        {
            for (var second = first; second <= octets.Length; second += 7)
            {
                Check(octets[..first], octets[first..second], octets[second..]);
            }
        }

        Check([.. octets.Select(octet => new[] { octet })]);

        void Check(params byte[][] pieces)
        {
            var body = new ResponseBody(verify: false);
            var reader = new ResponseReader(body, takesHttp10: false);
            reader.Begin(LeanRequest.Of(new UserRequest { Name = "r", Method = method }));
            var left = 0;
            var complete = false;
            foreach (var piece in pieces)
            {
                ReadOnlySpan<byte> bytes = piece;
                complete = complete || reader.Read(ref bytes);
                left += bytes.Length;
            }

            Assert.True(complete);
            Assert.Equal((status, bytes, Rest.Length), (body.Status, body.Received, left));
        }
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void What_is_no_response_is_refused_wherever_it_is_cut(string response, string what)
    {
        var octets = Encoding.ASCII.GetBytes(response);
        for (var cut = 0; cut <= octets.Length; cut++)
        {
            var reader = new ResponseReader(new ResponseBody(verify: false), takesHttp10: false);
            reader.Begin(LeanRequest.Exchange(0, 1));
            var error = Assert.Throws<BadResponseException>(() =>
            {
                ReadOnlySpan<byte> first = octets.AsSpan(0, cut);
                ReadOnlySpan<byte> second = octets.AsSpan(cut);
                _ = reader.Read(ref first) || reader.Read(ref second);
            });

            Assert.Contains(what, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_line_without_an_end_is_refused_before_it_takes_all_memory()
    {
        var reader = new ResponseReader(new ResponseBody(verify: false), takesHttp10: false);
        reader.Begin(LeanRequest.Exchange(0, 1));
        var endless = new byte[1024];

        Assert.Throws<BadResponseException>(() =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                ReadOnlySpan<byte> bytes = endless;
                reader.Read(ref bytes);
            }
        });
    }

    [Fact]
    public void Servers_that_are_not_ours_may_answer_in_HTTP_1_0_and_close()
    {
        var reader = new ResponseReader(new ResponseBody(verify: false), takesHttp10: true);
        reader.Begin(LeanRequest.Of(new UserRequest { Name = "r" }));
        ReadOnlySpan<byte> bytes = "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na"u8;

        Assert.True(reader.Read(ref bytes));
        Assert.True(reader.Closes);
    }
}
