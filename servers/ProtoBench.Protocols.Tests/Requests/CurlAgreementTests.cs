using System.Diagnostics;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Tests.Conformance;
using ProtoBench.Protocols.Tests.Http;

namespace ProtoBench.Protocols.Tests.Requests;

/// <summary>The same requests from curl: the server gets the same, and both get the same back.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class CurlAgreementTests
{
    [CurlFact]
    public Task Curl_and_we_agree_over_HTTP_1_1() => AgreeAsync("http1", "--http1.1");

    [CurlFact]
    public Task Curl_and_we_agree_over_HTTP_2() => AgreeAsync("http2", "--http2-prior-knowledge");

    private static async Task AgreeAsync(string name, string version)
    {
        var variant = ProtocolVariant.All.Single(one => one.Name == name && !one.Tls && !one.Lean && !one.LeanServer);
        await using var server = await AskedServer.StartAsync(variant, answering => answering.Target switch
        {
            "/missing" => answering.Status(404).WriteAsync(new byte[321]),
            "/moved" => answering.Status(302).Header("Location", "/").WriteAsync(new byte[5]),
            _ => answering.WriteAsync(new byte[77_777]),
        });
        await using var connection = await server.ConnectAsync();
        foreach (var (method, target, body) in new[]
        {
            ("GET", "/", null), ("GET", "/missing", null), ("GET", "/moved", null), ("DELETE", "/x?y=%2F", null), ("POST", "/p", "a=1&b=2"),
        })
        {
            var theirs = await CurlAsync(version, $"http://{server.EndPoint}{target}", method, body);
            var reply = await ((IRequestConnection)connection).RequestAsync(
                new UserRequest
                {
                    Name = target,
                    Method = method,
                    Target = target,
                    Headers = [new("X-Own", "1"), new("Content-Type", "text/plain")],
                    Messages = body is null ? [] : [System.Text.Encoding.ASCII.GetBytes(body)],
                    Expected = new(100, 599),
                },
                Limits.Token()).Limited();

            Assert.Equal(theirs, $"{reply.Status} {reply.Bytes}");
            var (asked, ours) = (server.Requests[^2], server.Requests[^1]);
            Assert.Equal((asked.Method, asked.Target, asked["X-Own"], asked["Content-Type"]), (
                ours.Method, ours.Target, ours["X-Own"], ours["Content-Type"]));
            Assert.Equal(asked.Body, ours.Body);
        }
    }

    private static async Task<string> CurlAsync(string version, string url, string method, string? body)
    {
        List<string> arguments =
        [
            "--silent", "--max-time", $"{Limits.Wait.TotalSeconds}", "--noproxy", "*", "--output", "/dev/null", "--path-as-is",
            version, "--request", method, "--header", "X-Own: 1", "--header", "Content-Type: text/plain", url,
            "--write-out", "%{http_code} %{size_download}",
        ];
        arguments.AddRange(body is null ? [] : ["--data-binary", body]);
        using var curl = Process.Start(new ProcessStartInfo("curl", arguments) { RedirectStandardOutput = true })!;
        return await curl.StandardOutput.ReadToEndAsync().Limited();
    }
}
