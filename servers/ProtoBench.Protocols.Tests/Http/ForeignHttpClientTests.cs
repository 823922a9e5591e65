using System.Diagnostics;
using System.Net;
using ProtoBench.Protocols.Http;
using ProtoBench.Protocols.Tests.Conformance;

namespace ProtoBench.Protocols.Tests.Http;

/// <summary>Our server against curl.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class ForeignHttpClientTests
{
    [CurlFact]
    public async Task Curl_exchanges_over_HTTP_1_1() =>
        Assert.Equal("1.1 200 70001", await CurlAsync(HttpProtocol.Http1, "--http1.1", "/x?r=70001"));

    [CurlFact]
    public async Task Curl_exchanges_over_HTTP_2() =>
        Assert.Equal("2 200 70001", await CurlAsync(HttpProtocol.Http2, "--http2-prior-knowledge", "/x?r=70001"));

    [CurlFact]
    public async Task Curl_uploads_a_hundred_bytes_and_is_told_so_in_three() => Assert.Equal(
        "1.1 200 3", await CurlAsync(HttpProtocol.Http1, "--http1.1", "/u", "--data-binary", new string('x', 100)));

    [CurlFact]
    public async Task Curl_downloads_the_total_it_asked_for() => Assert.Equal(
        "2 200 1000007", await CurlAsync(HttpProtocol.Http2, "--http2-prior-knowledge", "/d?m=1000&t=1000007"));

    private static async Task<string> CurlAsync(HttpProtocol protocol, string version, string target, params string[] more)
    {
        await using var server = await protocol.ListenAsync(new() { EndPoint = new IPEndPoint(IPAddress.Loopback, 0) }, Limits.Token());
        string[] arguments =
        [
            "--silent", "--max-time", $"{Limits.Wait.TotalSeconds}", "--noproxy", "*", "--output", "/dev/null",
            version, $"http://{server.EndPoint}{target}", .. more,
            "--write-out", "%{http_version} %{http_code} %{size_download}",
        ];
        using var curl = Process.Start(new ProcessStartInfo("curl", arguments) { RedirectStandardOutput = true })!;
        return await curl.StandardOutput.ReadToEndAsync().Limited();
    }
}
