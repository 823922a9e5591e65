using System.Net;
using System.Net.Http.Headers;
using ProtoBench.Protocols.Grpc;
using ProtoBench.Protocols.Tests.Conformance;

namespace ProtoBench.Protocols.Tests.Grpc;

/// <summary>What no well-behaved client sends, octet by octet.</summary>
public sealed class GrpcServerTests : IAsyncLifetime, IDisposable
{
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler());
    private IProtocolServer _server = null!;

    public async Task InitializeAsync() =>
        _server = await new GrpcProtocol().ListenAsync(new() { EndPoint = new IPEndPoint(IPAddress.Loopback, 0) }, Limits.Token());

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task An_empty_message_is_a_valid_request()
    {
        Assert.Equal(("0", null), await CallAsync([0, 0, 0, 0, 0]));
    }

    [Theory]
    [InlineData(new byte[] { }, "13", "the request has no message")]
    [InlineData(new byte[] { 0, 0, 0 }, "13", "the request ends inside a message")]
    [InlineData(new byte[] { 0, 0, 0, 0, 9, 1, 2 }, "13", "the request ends inside a message")]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, "13", "the request has more than one message")]
    [InlineData(new byte[] { 1, 0, 0, 0, 0 }, "13", "compressed flag 1 without a grpc-encoding")]
    [InlineData(new byte[] { 7, 0, 0, 0, 0 }, "13", "compressed flag 7 without a grpc-encoding")]
    [InlineData(new byte[] { 0, 255, 255, 255, 255 }, "8", "messages may have 16778240 bytes")]
    public async Task A_bad_frame_ends_the_call_with_a_status(byte[] body, string status, string message)
    {
        Assert.Equal((status, message), await CallAsync(body));
    }

    [Fact]
    public async Task A_malformed_message_ends_the_call_with_a_status()
    {
        var (status, message) = await CallAsync([0, 0, 0, 0, 1, 0xff]);

        Assert.Equal("13", status);
        Assert.StartsWith("the request's message is malformed", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_compressed_message_is_refused_by_the_name_of_its_encoding()
    {
        var answer = await CallAsync([1, 0, 0, 0, 0], headers: headers => headers.Add("grpc-encoding", "gzip"));

        Assert.Equal(("12", "grpc-encoding gzip is not supported"), answer);
    }

    [Fact]
    public async Task The_server_itself_ends_a_call_when_its_deadline_is_over()
    {
        // DownloadRequest { message_bytes: 1, total_bytes: 2^42 }: without a deadline it would stream for hours.
        byte[] endless = [0, 0, 0, 0, 10, 0x08, 1, 0x10, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1];

        var answer = await CallAsync(endless, "/protobench.v1.Bench/Download", headers => headers.Add("grpc-timeout", "50m"));

        Assert.Equal(("4", "the deadline of the call is over"), answer);
    }

    [Fact]
    public async Task A_deadline_also_ends_the_wait_for_a_request_that_does_not_come()
    {
        using var request = NewRequest("/protobench.v1.Bench/Upload");
        request.Headers.Add("grpc-timeout", "50m");
        var never = new TaskCompletionSource();
        request.Content = new UnfinishedContent(never.Task);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");

        using var response = await _client.SendAsync(request, Limits.Token()).Limited();
        await response.Content.ReadAsByteArrayAsync(Limits.Token()).Limited();

        Assert.Equal("4", Assert.Single(response.TrailingHeaders.GetValues("grpc-status")));
        never.SetResult();
    }

    [Fact]
    public async Task A_malformed_deadline_is_refused()
    {
        var answer = await CallAsync([0, 0, 0, 0, 0], headers: headers => headers.TryAddWithoutValidation("grpc-timeout", "soon"));

        Assert.Equal(("13", "malformed grpc-timeout 'soon'"), answer);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/grpc-web")]
    public async Task Other_content_is_unsupported_media(string contentType)
    {
        using var request = NewRequest("/protobench.v1.Bench/Exchange");
        request.Content = new ByteArrayContent([0, 0, 0, 0, 0]);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);

        using var response = await _client.SendAsync(request, Limits.Token()).Limited();

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task Our_deadline_surfaces_as_the_servers_status()
    {
        await using var connection = await new GrpcProtocol(TimeSpan.FromMilliseconds(50)).ConnectAsync(
            new() { EndPoint = _server.EndPoint }, Limits.Token());
        var transfer = new Transfer { MessageBytes = 1_000, Meter = new TransferMeter() };

        var error = await Assert.ThrowsAsync<BadResponseException>(
            () => connection.DownloadAsync(transfer, CancellationToken.None, Limits.Token()).Limited());

        Assert.Equal("grpc-status 4 (DEADLINE_EXCEEDED): the deadline of the call is over", error.Message);
    }

    private async Task<(string? Status, string? Message)> CallAsync(
        byte[] body, string path = "/protobench.v1.Bench/Exchange", Action<HttpRequestHeaders>? headers = null)
    {
        using var request = NewRequest(path);
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        headers?.Invoke(request.Headers);
        using var response = await _client.SendAsync(request, Limits.Token()).Limited();
        await response.Content.ReadAsByteArrayAsync(Limits.Token()).Limited();
        var trailers = response.TrailingHeaders;
        return (
            trailers.TryGetValues("grpc-status", out var status) ? status.Single() : null,
            trailers.TryGetValues("grpc-message", out var message) ? message.Single() : null);
    }

    private HttpRequestMessage NewRequest(string path) => new(HttpMethod.Post, $"http://{_server.EndPoint}{path}")
    {
        Version = HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private sealed class UnfinishedContent(Task end) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => end;

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
