using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using ProtoBench.Analysis.History;
using ProtoBench.Model.Results;
using ProtoBench.Reports.Exports;
using ProtoBench.Tests.Commands;
using ProtoBench.Tests.History;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Exports;

[Trait(Lane.Name, Lane.Waiting)]
public sealed class ExportCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task It_writes_the_form_asked_for_to_a_file_or_standard_output()
    {
        var run = InventedHistory.StoredRun(_folder.Path, 1);
        using var printed = await RunAsync("export", run, "--format", "bencher");
        using var written = await RunAsync("export", run, "--format", "bencher", "--output", "bmf.json");
        using var first = await RunAsync("export", run, "--format", "github-summary", "--output", "summary.md", "--append");
        using var second = await RunAsync("export", run, "--format", "github-summary", "--output", "summary.md", "--append");

        Assert.True(printed.ExitCode == 0, printed.Error);
        Assert.True(written.ExitCode + first.ExitCode + second.ExitCode == 0, written.Error + first.Error + second.Error);
        Assert.Equal(printed.Output, File.ReadAllText(_folder.File("bmf.json")));
        var summary = GitHubSummary.Of(RunFolder.Open(run).Read());
        Assert.Equal(summary + summary, File.ReadAllText(_folder.File("summary.md")));
    }

    [Fact]
    public async Task A_form_that_is_none_is_refused_with_those_there_are()
    {
        using var wrong = await RunAsync("export", "x", "--format", "sarif");
        using var none = await RunAsync("export", "x");
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("--format has no 'sarif'; there are: github-summary, ", wrong.Error, StringComparison.Ordinal);
        Assert.Equal(2, none.ExitCode);
    }

    [Fact]
    public async Task Metrics_are_posted_to_a_collector_and_its_refusal_is_told()
    {
        var run = InventedHistory.StoredRun(_folder.Path, 1);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var collector = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

        var taking = AnswerAsync(listener, "200 OK");
        using var sent = await RunAsync("export", run, "--otlp", collector);
        var (head, body) = await taking;
        Assert.True(sent.ExitCode == 0, sent.Error);
        Assert.StartsWith("POST /v1/metrics HTTP/1.1", head, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/json", head, StringComparison.Ordinal);
        Assert.NotNull(JsonNode.Parse(body)!["resourceMetrics"]);

        var refusing = AnswerAsync(listener, "503 Service Unavailable");
        using var refused = await RunAsync("export", run, "--otlp", collector);
        await refusing;
        listener.Stop();
        using var nobody = await RunAsync("export", run, "--otlp", collector);
        using var wrong = await RunAsync("export", run, "--otlp", "localhost");

        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("answered 503", refused.Error, StringComparison.Ordinal);
        Assert.Equal(3, nobody.ExitCode);
        Assert.Contains("cannot be reached", nobody.Error, StringComparison.Ordinal);
        Assert.Equal(2, wrong.ExitCode);
    }

    [Fact]
    public async Task Check_leaves_what_continuous_integration_reads()
    {
        var store = new JsonLinesHistoryStore(_folder.File("store"));
        foreach (var point in InventedHistory.Step(30, 8, 1.1))
        {
            await store.AddAsync(point, default);
        }

        File.WriteAllText(_folder.File("summary.md"), "before\n");
        using var check =
            await RunAsync("history", "check", "--store", "store", "--junit", "junit.xml", "--summary", "summary.md", "--annotate");

        Assert.Equal(1, check.ExitCode);
        Assert.Contains("failures=\"2\"", File.ReadAllText(_folder.File("junit.xml")), StringComparison.Ordinal);
        Assert.StartsWith("before\n### ProtoBench history: slower", File.ReadAllText(_folder.File("summary.md")), StringComparison.Ordinal);
        Assert.Contains("::error title=ProtoBench%3A regression::", check.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<(string Head, string Body)> AnswerAsync(TcpListener listener, string status)
    {
        using var limit = new CancellationTokenSource(Patience.Limit);
        using var client = await listener.AcceptTcpClientAsync(limit.Token);
        var stream = client.GetStream();
        var received = new List<byte>();
        var buffer = new byte[65_536];
        while (true)
        {
            received.AddRange(buffer.AsSpan(0, await stream.ReadAsync(buffer, limit.Token)));
            var text = Encoding.UTF8.GetString([.. received]);
            if (text.Split("\r\n\r\n", 2) is [var head, var body]
                && head.Split("\r\n").Single(line => line.StartsWith("Content-Length: ", StringComparison.Ordinal)) is var length
                && Encoding.UTF8.GetByteCount(body) >= int.Parse(length.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture))
            {
                await stream.WriteAsync(
                    Encoding.UTF8.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}"), limit.Token);
                return (head, body);
            }
        }
    }

    private Task<ProtobenchProcess> RunAsync(params string[] arguments) => ProtobenchProcess.RunAsync(_folder.Path, arguments);
}
