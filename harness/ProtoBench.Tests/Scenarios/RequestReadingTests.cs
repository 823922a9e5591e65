using ProtoBench.Contract.Requests;
using ProtoBench.Model.Scenarios;
using ProtoBench.Reading.Scenarios;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Scenarios;

/// <summary>Requests as their users write them.</summary>
public sealed class RequestReadingTests
{
    [Fact]
    public void Keys_in_the_workload_are_its_only_request()
    {
        var workload = Of("""
            path: /items?page=2
            method: PUT
            headers: { X-B: a b, Accept: "*/*", X-N: 5 }
            bearer: 800 B
            body: '{"a": 1}'
            expect: 200-204
            reuse: 10
            think: 5 ms
            """);

        var request = Assert.Single(workload.Requests!);
        Assert.Equal(("request", "/items?page=2", "PUT", 800, "{\"a\": 1}"), (
            request.Name, request.Path, request.Method, request.BearerBytes, request.Body));
        Assert.Equal([new("X-B", "a b"), new("Accept", "*/*"), new("X-N", "5")], request.Headers!);
        Assert.Equal(new StatusRange(200, 204), request.Expect);
        Assert.Equal((10, TimeSpan.FromMilliseconds(5)), (workload.Reuse, workload.Think));
    }

    [Fact]
    public void Several_requests_have_names_and_weights()
    {
        var requests = Of("""
            requests:
              list: { path: /items, headers: 20, weight: 9 }
              buy: { body: { size: 1 KiB }, expect: 201 }
              old: { expect: 3xx }
            """).Requests!;

        Assert.Equal([("list", 9), ("buy", 1), ("old", 1)], requests.Select(request => (request.Name, request.Weight)));
        Assert.Equal([20, 0, 0], requests.Select(request => request.GeneratedHeaders));
        Assert.Equal([null, new StatusRange(201, 201), new StatusRange(300, 399)], requests.Select(request => request.Expect));
        Assert.Equal(["GET /items, 20 made-up header fields", "POST /, 1 KiB body", "GET /"], requests.Select(one => one.Description));
    }

    [Fact]
    public void Without_such_keys_there_are_none() => Assert.Null(Of("request: 64 B").Requests);

    [Fact]
    public void A_bodys_file_lies_beside_the_scenario_and_its_hash_is_kept()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("order.json"), "{}");
        File.WriteAllText(folder.File("s.yaml"), Text("body: { file: order.json }"));

        var reading = ScenarioFile.Load(folder.File("s.yaml"), ScenarioOverrides.None, Read.Vocabulary);

        var request = Assert.Single(Read.Scenario(reading).Workloads[0].Requests!);
        Assert.Equal(("order.json", 2), (request.BodyFile, request.BodyLength));
        Assert.Equal("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", request.BodyContent!.Sha256);
        Assert.Equal(folder.File("order.json"), request.BodyContent.Path);
    }

    [Theory]
    [InlineData("path: items", "'path' must begin with a slash, not 'items'", "write /items")]
    [InlineData("path: http://x/y", "'path' is a whole URL", "write the path only; the server's address stands with the server")]
    [InlineData("path: /a b", "'path' has the character U+0020, which no URL has", "write it percent-encoded: %20")]
    [InlineData("path: /ä", "'path' has the character 'ä', which no URL has", "write it percent-encoded: %C3%A4")]
    [InlineData("path: '/a#b'", "'path' has a fragment, which clients keep to themselves", "leave out what follows '#', or write %23 for the sign itself")]
    [InlineData("method: get", "'method' must be in capital letters, not 'get'", "write GET: methods are case-sensitive (RFC 9110, 9.1)")]
    [InlineData("method: G?T", "'method' cannot be 'G?T'", "a method has capital letters and hyphens only, such as GET, POST or DELETE")]
    [InlineData("method: CONNECT", "'method' CONNECT opens a tunnel and gets no response", "use GET, POST or another method")]
    [InlineData("headers: { Host: x }", "the header field 'Host' cannot be set: it comes from the server's address", "leave it out")]
    [InlineData("headers: { content-length: 5 }", "the header field 'content-length' cannot be set: it is computed from the body", "leave it out")]
    [InlineData(
        "headers: { Connection: close }",
        "the header field 'Connection' cannot be set: it is about the connection (RFC 9110, 7.6.1), which the protocol decides",
        "leave it out")]
    [InlineData("headers: { 'A B': x }", "'A B' is no name of a header field", "a name has letters, digits and !#$%&'*+-.^_`|~ (RFC 9110, 5.1)")]
    [InlineData("headers: { A: 'ö' }", "the value of 'A' has the character U+00F6", "a value has visible ASCII characters, and spaces between them (RFC 9110, 5.5)")]
    [InlineData("headers: { A: ' x' }", "the value of 'A' begins or ends with a space, which no field keeps (RFC 9110, 5.5)", null)]
    [InlineData("headers: { A: 1, a: 2 }", "the header field 'a' stands here twice", "write its values in one, separated by commas (RFC 9110, 5.3)")]
    [InlineData("headers: 0", "'headers' must be a whole number from 1 to 100, not 0", null)]
    [InlineData("headers: {}", "'headers' is empty", "write Accept: application/json, or leave it out")]
    [InlineData("{ bearer: 5 B, headers: { authorization: x } }", "'bearer' has no meaning beside the header 'authorization'", "remove one of them")]
    [InlineData("body: {}", "a body has either 'file' or 'size'", "write one of them")]
    [InlineData("body: { file: a, size: 1 }", "a body has either 'file' or 'size'", "write one of them")]
    [InlineData("{ method: TRACE, body: x }", "a TRACE request has no body (RFC 9110, 9.3.8)", "remove it")]
    [InlineData("expect: ok", "'expect' cannot be 'ok'", "write a status such as 200, a class such as 2xx, or a range such as 200-204")]
    [InlineData("expect: 204-200", "'expect' must be from 0 to 599, the smaller first, not 204-200", null)]
    [InlineData("{ path: /, request: 1 KiB }", "'request' has no meaning beside 'path'", "it is the size of ProtoBench's own messages: remove it, and write body: { size: 1 KiB } for a body of a size")]
    [InlineData("{ requests: { a: {} }, response: 1 KiB }", "'response' has no meaning beside 'requests'", null)]
    [InlineData("{ requests: { a: {} }, path: / }", "'path' has no meaning beside 'requests'", "write it in each of them")]
    [InlineData("requests: { a: { weight: 0 } }", "'weight' must be a whole number from 1 to 1,000, not 0", null)]
    [InlineData("requests: {}", "'requests' is empty", "write at least one request")]
    [InlineData("weight: 3", "unknown key 'weight'", null)]
    [InlineData("{ fresh: true, reuse: 5 }", "'reuse' has no meaning beside 'fresh: true'", "fresh: true is reuse: 1; remove one of them")]
    [InlineData("{ kind: download, path: / }", "'path' has no meaning in a workload of kind download", null)]
    public void What_cannot_be_sent_is_one_error_with_a_way_out(string keys, string message, string? hint)
    {
        var error = Assert.Single(Read.Text(Text(keys)).Errors);

        Assert.Equal(message, error.Message);
        Assert.True(hint is null || error.Hint == hint, error.Hint);
    }

    [Fact]
    public void A_body_that_is_not_there_says_where_it_was_looked_for()
    {
        var error = Assert.Single(Read.Text(Text("body: { file: no-such.json }")).Errors);

        Assert.Equal("the body 'no-such.json' cannot be read: there is no such file", error.Message);
        Assert.Equal($"it is looked for beside the scenario: {Path.GetFullPath("some/no-such.json")}", error.Hint);
    }

    [Fact]
    public void Thirty_three_requests_are_too_many()
    {
        var requests = string.Join(", ", Enumerable.Range(1, 33).Select(i => $"r{i}: {{}}"));

        var error = Assert.Single(Read.Text(Text($"requests: {{ {requests} }}")).Errors);

        Assert.Equal("a workload has at most 32 requests, not 33", error.Message);
    }

    private static Workload Of(string keys) => Assert.Single(Read.Scenario(Read.Text(Text(keys))).Workloads);

    private static string Text(string keys) => keys.StartsWith('{')
        ? $"title: Which?\nprotocols: [http2]\nworkloads:\n  web: {keys}"
        : $"title: Which?\nprotocols: [http2]\nworkloads:\n  web:\n    {keys.ReplaceLineEndings("\n    ").TrimEnd()}";
}
