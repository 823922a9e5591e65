using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using ProtoBench.Contract;
using ProtoBench.Protocols.Http;
using ProtoBench.Protocols.Tests.Conformance;
using ProtoBench.Protocols.Tests.Http;
using ProtoBench.Protocols.Tests.Sites;

namespace ProtoBench.Protocols.Tests.Lean;

/// <summary>The lean servers before clients that are not ours, and before those that behave badly.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class LeanServerTests
{
    [Fact]
    public async Task Pipelined_requests_are_answered_in_their_order_also_when_they_come_byte_by_byte()
    {
        await using var server = await StartAsync();
        var requests = "GET /x?r=3 HTTP/1.1\r\nHost: a\r\n\r\nPOST /x?r=0 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n01234"
            + "HEAD /x?r=7 HTTP/1.1\r\nHost: a\r\n\r\nGET /no HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        var whole = await SayAsync(server, Encoding.ASCII.GetBytes(requests));

        Assert.Equal([200, 200, 200, 404], StatusesOf(whole));
        Assert.Equal(["3", "0", "7", "31"], Regex.Matches(whole, @"Content-Length: (\d+)").Select(match => match.Groups[1].Value));
        Assert.Contains("\r\n\r\n\0\u0001\u0002HTTP/1.1 200", whole, StringComparison.Ordinal);
        Assert.EndsWith("the paths are / and /x?r=BYTES\n", whole, StringComparison.Ordinal);
        Assert.Equal(WithoutDate(whole), WithoutDate(await SayAsync(server, Encoding.ASCII.GetBytes(requests), pieces: true)));
    }

    [Theory]
    [InlineData("NONSENSE\r\n\r\n", 400)]
    [InlineData("GET /x?r=1 HTTP/1.1\r\n\r\n", 400)]
    [InlineData("POST /x?r=1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n", 411)]
    public async Task Bad_requests_are_answered_and_end_the_connection(string request, int status)
    {
        await using var server = await StartAsync();

        // What follows a refused request is not looked at.
        var answer = await SayAsync(server, Encoding.ASCII.GetBytes(request + "GET / HTTP/1.1\r\nHost: a\r\n\r\n"));

        Assert.Equal([status], StatusesOf(answer));
        Assert.Contains("\r\nConnection: close\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_that_never_ends_is_refused_while_it_is_still_sent()
    {
        await using var server = await StartAsync();
        var endless = Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: a\r\nX: " + new string('x', 64 * 1024));

        Assert.Equal([431], StatusesOf(await SayAsync(server, endless)));
    }

    [Fact]
    public async Task A_client_that_reads_nothing_holds_up_nobody_and_then_gets_all_it_asked_for()
    {
        const int requests = 40;
        const int bytes = 1_000_000;
        await using var server = await StartAsync();
        using var slow = await ConnectAsync(server);
        var one = Encoding.ASCII.GetBytes($"GET /x?r={bytes} HTTP/1.1\r\nHost: a\r\n\r\n");
        await slow.SendAsync(Enumerable.Repeat(one, requests).SelectMany(request => request).ToArray()).WaitAsync(Limits.Wait);

        Assert.Equal([200, 200], StatusesOf(await SayAsync(server, TwoRequests)));

        slow.Shutdown(SocketShutdown.Send);
        var received = await ReadToEndAsync(slow);
        Assert.Equal(requests, StatusesOf(Encoding.Latin1.GetString(received)).Count());
        var last = received.AsSpan(received.Length - bytes);
        Payload.Verify(last);
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("http1")]
    public async Task A_server_that_is_disposed_beside_clients_that_read_nothing_ends(string protocol)
    {
        await using var server = await StartAsync(protocol);
        using var slow = await ConnectAsync(server);
        using var half = await ConnectAsync(server);
        var large = protocol == "tcp"
            ? [0, 0, 0, 0, .. BitConverter.GetBytes(16 * 1024 * 1024)]
            : Encoding.ASCII.GetBytes("GET /x?r=16000000 HTTP/1.1\r\nHost: a\r\n\r\n");
        await slow.SendAsync(large).WaitAsync(Limits.Wait);
        await half.SendAsync(large.AsMemory(0, 5)).AsTask().WaitAsync(Limits.Wait);
        await Limits.Until(() => slow.Available > 0, "the answer has begun");

        await server.DisposeAsync().Limited();

        await Assert.ThrowsAnyAsync<SocketException>(() => ReadToEndAsync(slow));
    }

    [Fact]
    public async Task Garbage_on_a_byte_stream_closes_its_connection_alone()
    {
        await using var server = await StartAsync("tcp");
        using var good = await ConnectAsync(server);
        using var bad = await ConnectAsync(server);
        await bad.SendAsync(Enumerable.Repeat((byte)0xFF, 64).ToArray()).WaitAsync(Limits.Wait);

        try
        {
            Assert.Empty(await ReadToEndAsync(bad));
        }
        catch (SocketException)
        {
            // Reset, since the server had not read all of it.
        }

        await good.SendAsync(new byte[] { 0, 0, 0, 0, 2, 0, 0, 0 }).WaitAsync(Limits.Wait);
        var answer = new byte[6];
        await good.ReceiveAsync(answer).WaitAsync(Limits.Wait);
        Assert.Equal([2, 0, 0, 0, 0, 1], answer);
    }

    [CurlFact]
    public async Task Curl_exchanges_and_sends_much_after_it_was_told_to_continue()
    {
        using var folder = new Quic.TemporaryFolder();
        var file = Path.Combine(folder.Path, "body");
        await File.WriteAllBytesAsync(file, Payload.Create(3_000_000));

        Assert.Equal("200 70001", await CurlAsync("/x?r=70001"));
        Assert.Equal("200 5", await CurlAsync("/x?r=5", "--data-binary", $"@{file}", "--header", "Expect: 100-continue"));
        Assert.Equal("405 35", await CurlAsync("/x?r=5", "--request", "DELETE"));
    }

    [ProgramFact("wrk")]
    public async Task Wrk_finds_nothing_but_whole_answers_on_many_connections()
    {
        await using var server = await StartAsync();
        var said = await RunAsync("wrk", "-t", "1", "-c", "50", "-d", "1s", $"http://{server.EndPoint}/x?r=1000");

        Assert.InRange(int.Parse(Regex.Match(said, @"(\d+) requests in").Groups[1].Value, CultureInfo.InvariantCulture), 100, int.MaxValue);
        Assert.DoesNotContain("errors", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Non-2xx", said, StringComparison.Ordinal);
    }

    [ProgramFact("h2load")]
    public async Task H2load_gets_the_bytes_it_asked_for()
    {
        await using var server = await StartAsync();
        var said = await RunAsync("h2load", "--h1", "-n", "2000", "-c", "10", "-t", "1", $"http://{server.EndPoint}/x?r=1000");

        Assert.Contains("2000 total, 2000 started, 2000 done, 2000 succeeded, 0 failed", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Servers_say_what_they_are()
    {
        await using var lean = await StartAsync();
        await using var idiomatic = await HttpProtocol.Http1.ListenAsync(new() { EndPoint = Any }, Limits.Token());

        Assert.StartsWith(ConnectionFacts.LeanServer, lean.Software, StringComparison.Ordinal);
        Assert.StartsWith("Kestrel", idiomatic.Software, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http1")]
    [InlineData("tcp")]
    public async Task A_lean_server_in_TLS_is_refused(string protocol)
    {
        using var identity = ProtoBench.Contract.Tls.TlsIdentity.Create();

        await Assert.ThrowsAsync<NotSupportedException>(() => ProtocolCatalog.Find(protocol)!.ListenAsync(
            new() { EndPoint = Any, ServeWith = ServerMake.Lean, Tls = identity }, Limits.Token()).AsTask());
    }

    private static IPEndPoint Any => new(IPAddress.Loopback, 0);

    private static byte[] TwoRequests =>
        Encoding.ASCII.GetBytes("GET /x?r=1 HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

    private static async Task<IProtocolServer> StartAsync(string protocol = "http1") =>
        await ProtocolCatalog.Find(protocol)!.ListenAsync(new() { EndPoint = Any, ServeWith = ServerMake.Lean }, Limits.Token());

    private static async Task<Socket> ConnectAsync(IProtocolServer server)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server.EndPoint, Limits.Token());
        return socket;
    }

    private static async Task<string> SayAsync(IProtocolServer server, byte[] words, bool pieces = false)
    {
        using var socket = await ConnectAsync(server);
        var length = pieces ? 1 : words.Length;
        for (var at = 0; at < words.Length; at += length)
        {
            await socket.SendAsync(words.AsMemory(at, length)).AsTask().WaitAsync(Limits.Wait);
        }

        return Encoding.Latin1.GetString(await ReadToEndAsync(socket));
    }

    private static async Task<byte[]> ReadToEndAsync(Socket socket)
    {
        using var all = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await socket.ReceiveAsync(buffer.AsMemory(), Limits.Token()) is > 0 and var received)
        {
            all.Write(buffer, 0, received);
        }

        return all.ToArray();
    }

    private static IEnumerable<int> StatusesOf(string answers) =>
        Regex.Matches(answers, @"HTTP/1\.1 (\d{3}) ").Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));

    private static string WithoutDate(string answers) => Regex.Replace(answers, "Date: [^\r]+", "Date");

    private static async Task<string> CurlAsync(string target, params string[] more)
    {
        await using var server = await StartAsync();
        return await RunAsync("curl", [
            "--silent", "--max-time", $"{Limits.Wait.TotalSeconds}", "--noproxy", "*", "--output", "/dev/null", "--http1.1",
            $"http://{server.EndPoint}{target}", .. more, "--write-out", "%{http_code} %{size_download}",
        ]);
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var run = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        return await run.StandardOutput.ReadToEndAsync().Limited();
    }
}
