using System.Net;
using System.Net.Sockets;
using System.Text;
using ProtoBench.Commands.Live;
using ProtoBench.Reports.Html;
using ProtoBench.Tests.Reports;
using Xunit;

namespace ProtoBench.Tests.Commands.Live;

[Trait(Lane.Name, Lane.Waiting)]
public sealed class LiveServerTests : IAsyncLifetime, IDisposable
{
    private static TimeSpan Long => Patience.LongLimit;
    private static readonly string Page = Rendered.Text(new HtmlReport(), SyntheticRuns.All["one-arm"].Value);

    private readonly HttpClient _client = new();
    private LiveServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await LiveServer.StartAsync(0, CancellationToken.None);
        _server.Publish(Page, TimeSpan.Zero);
        _client.BaseAddress = _server.Address;
    }

    [Fact]
    public async Task The_newest_page_is_served_on_the_loopback_address_and_kept_by_nobody()
    {
        Assert.Equal("127.0.0.1", _server.Address.Host);
        using var response = await _client.GetAsync(new Uri("/", UriKind.Relative));
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Contains("data-version=\"1\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rebound.example", "GET", "/", HttpStatusCode.MisdirectedRequest)]
    [InlineData("rebound.example", "GET", "/events", HttpStatusCode.MisdirectedRequest)]
    [InlineData(null, "POST", "/", HttpStatusCode.MethodNotAllowed)]
    [InlineData(null, "GET", "/../etc/passwd", HttpStatusCode.NotFound)]
    public async Task Anything_else_is_refused(string? host, string method, string path, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        request.Headers.Host = host is null ? null : $"{host}:{_server.Address.Port}";
        using var response = await _client.SendAsync(request);
        Assert.Equal(expected, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_reader_is_told_of_a_new_page_and_waited_for_until_it_has_it()
    {
        using var events = await LiveEvents.OpenAsync(_client, seen: 1);
        var publishing = Task.Run(() => _server.Publish(Page, Long));
        Assert.Equal(("trial", "2"), await events.NextAsync());
        events.Dispose();
        Assert.False(publishing.IsCompleted);

        using var again = await LiveEvents.OpenAsync(_client, seen: 2);
        await publishing.WaitAsync(Long);
    }

    [Fact]
    public async Task A_reader_that_missed_an_event_is_told_when_it_comes_back()
    {
        _server.Publish(Page, TimeSpan.Zero);
        using var events = await LiveEvents.OpenAsync(_client, seen: 1);
        Assert.Equal(("trial", "2"), await events.NextAsync());
    }

    [Fact]
    public async Task Readers_that_never_read_nor_return_hold_nobody_up()
    {
        using var dead = new TcpClient();
        await dead.ConnectAsync(IPAddress.Loopback, _server.Address.Port);
        await dead.GetStream()
            .WriteAsync(Encoding.ASCII.GetBytes($"GET /events?seen=1 HTTP/1.1\r\nHost: {_server.Address.Authority}\r\n\r\n"));
        Assert.NotEqual(0, await dead.GetStream().ReadAsync(new byte[64]));
        using var listening = await LiveEvents.OpenAsync(_client, seen: 1);

        for (var i = 0; i < 100; i++)
        {
            await Task.Run(() => _server.Publish(Page, TimeSpan.FromMilliseconds(50))).WaitAsync(Long);
        }

        // Who did not come back was waited for once; with this limit a second wait would be noticed.
        await Task.Run(() => _server.Publish(Page, Timeout.InfiniteTimeSpan)).WaitAsync(Long);
        Assert.Equal("trial", (await listening.NextAsync())?.Name);
    }

    [Fact]
    public async Task At_its_end_readers_are_told_their_streams_end_and_the_port_is_closed()
    {
        using var events = await LiveEvents.OpenAsync(_client, seen: 1);
        await _server.DisposeAsync();

        Assert.Equal("end", (await events.NextAsync())?.Name);
        Assert.Null(await events.NextAsync());
        using var late = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() => late.ConnectAsync(IPAddress.Loopback, _server.Address.Port));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_an_error_with_a_remedy()
    {
        var error = await Assert.ThrowsAsync<IOException>(() => LiveServer.StartAsync(_server.Address.Port, CancellationToken.None));
        Assert.Contains("--live-port", error.Message, StringComparison.Ordinal);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _client.Dispose();
}
