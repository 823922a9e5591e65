using System.Net;
using System.Net.Http.Headers;
using ProtoBench.Contract;
using ProtoBench.Protocols.Grpc;
using ProtoBench.Protocols.Tests.Conformance;

namespace ProtoBench.Protocols.Tests.Grpc;

/// <summary>What no well-behaved client sends, octet by octet: every call ends with a status, and the server goes on.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class GrpcServerTests : IAsyncLifetime, IDisposable
{
    // RFC 9113, section 7.
    private const long Cancelled = 8;

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler());
    private IProtocolServer _server = null!;

    public async Task InitializeAsync() =>
        _server = await new GrpcProtocol().ListenAsync(new() { EndPoint = new IPEndPoint(IPAddress.Loopback, 0) }, Limits.Token());

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task An_empty_message_is_a_valid_request()
    {
        Assert.Equal("0", await CallAsync([0, 0, 0, 0, 0]));
    }

    [Theory]
    [InlineData(new byte[] { }, "13")]
    [InlineData(new byte[] { 0, 0, 0 }, "13")]
    [InlineData(new byte[] { 0, 0, 0, 0, 9, 1, 2 }, "13")]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, "13")]
    [InlineData(new byte[] { 1, 0, 0, 0, 0 }, "13")]
    [InlineData(new byte[] { 7, 0, 0, 0, 0 }, "2")]
    [InlineData(new byte[] { 0, 1, 0, 4, 1 }, "8")]
    [InlineData(new byte[] { 0, 127, 255, 255, 255 }, "8")]
    [InlineData(new byte[] { 0, 255, 255, 255, 255 }, "2")]
    [InlineData(new byte[] { 0, 0, 0, 0, 1, 0xff }, "2")]
    public async Task A_bad_message_ends_the_call_with_a_status(byte[] body, string status)
    {
        Assert.Equal(status, await CallAsync(body));
        Assert.Equal("0", await CallAsync([0, 0, 0, 0, 0]));
    }

    [Fact]
    public async Task A_compressed_message_is_refused()
    {
        Assert.Equal("12", await CallAsync([1, 0, 0, 0, 0], headers: headers => headers.Add("grpc-encoding", "gzip")));
    }

    [Fact]
    public async Task The_server_itself_ends_a_call_when_its_deadline_is_over()
    {
        // DownloadRequest { message_bytes: 1, total_bytes: 2^42 }: without a deadline it would stream for hours.
        byte[] endless = [0, 0, 0, 0, 10, 0x08, 1, 0x10, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1];

        // The library writes its trailers and then resets the stream with CANCEL; Kestrel drops what had not been sent by then.
        try
        {
            Assert.Equal("4", await CallAsync(endless, "/protobench.v1.Bench/Download", headers => headers.Add("grpc-timeout", "50m")));
        }
        catch (HttpRequestException error) when (error.GetBaseException() is HttpProtocolException { ErrorCode: Cancelled })
        {
        }

        Assert.Equal("0", await CallAsync([0, 0, 0, 0, 0]));
    }

    [Theory]
    [InlineData("Upload")]
    [InlineData("Converse")]
    public async Task A_deadline_also_ends_the_wait_for_a_request_that_does_not_come(string method)
    {
        using var request = NewRequest($"/protobench.v1.Bench/{method}");
        request.Headers.Add("grpc-timeout", "50m");
        var never = new TaskCompletionSource();
        request.Content = new UnfinishedContent(never.Task);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");

        // As above, a reset may overtake the trailers.
        try
        {
            using var response = await _client.SendAsync(request, Limits.Token()).Limited();

            Assert.Equal("4", await StatusAsync(response));
        }
        catch (HttpRequestException error) when (error.GetBaseException() is HttpProtocolException { ErrorCode: Cancelled })
        {
        }

        never.SetResult();
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    public async Task Other_content_is_unsupported_media(string contentType)
    {
        using var request = NewRequest("/protobench.v1.Bench/Exchange");
        request.Content = new ByteArrayContent([0, 0, 0, 0, 0]);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);

        using var response = await _client.SendAsync(request, Limits.Token()).Limited();

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task Our_own_client_calls_a_deadline_a_time_out()
    {
        await using var connection = await new GrpcProtocol(TimeSpan.FromMilliseconds(50)).ConnectAsync(
            new() { EndPoint = _server.EndPoint }, Limits.Token());
        var transfer = new Transfer { MessageBytes = 1_000, Meter = new TransferMeter() };

        var error = await Assert.ThrowsAsync<TimeoutException>(
            () => connection.DownloadAsync(transfer, CancellationToken.None, Limits.Token()).Limited());

        Assert.StartsWith("grpc-status 4 (DEADLINE_EXCEEDED)", error.Message, StringComparison.Ordinal);
    }

    private async Task<string?> CallAsync(
        byte[] body, string path = "/protobench.v1.Bench/Exchange", Action<HttpRequestHeaders>? headers = null)
    {
        using var request = NewRequest(path);
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        headers?.Invoke(request.Headers);
        using var response = await _client.SendAsync(request, Limits.Token()).Limited();
        return await StatusAsync(response);
    }

    /// <summary>Of the trailers, or of the headers where there is nothing else ("Trailers-Only").</summary>
    private static async Task<string?> StatusAsync(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("grpc-status", out var status))
        {
            await response.Content.ReadAsByteArrayAsync(Limits.Token()).Limited();
            response.TrailingHeaders.TryGetValues("grpc-status", out status);
        }

        return status?.Single();
    }

    private HttpRequestMessage NewRequest(string path) => new(HttpMethod.Post, $"http://{_server.EndPoint}{path}")
    {
        Version = HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private sealed class UnfinishedContent(Task end) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => end;

        // SocketsHttpHandler waits for the content of a stream that the server has reset; it cancels it, and a content must end then. Were
        // it to throw, that and not the server's answer would be told.
        protected override async Task SerializeToStreamAsync(
            Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            // It keeps a request's head back until its content writes or flushes, or another frame takes it along: without this, the server
            // may never see the request.
            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
            await end.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
