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

    [Fact]
    public async Task A_run_leaves_what_was_asked_for_in_its_folder_or_where_it_was_told_to()
    {
        using var run = await RunAsync(
            [
                "run", "echo", "--protocols", "unix", "--set", "trials=1", "--set", "duration=100ms", "--set", "warm-up=50ms", "-o", "out",
                "--export", "bencher", "--export", "otlp=metrics.json", "--junit", "junit.xml", "--export", "github-annotations",
            ]);

        Assert.True(run.ExitCode is 0 or 4, run.Error);
        var stored = Exportable.Of(RunFolder.Open(_folder.File("out")).Read());
        Assert.Equal(ExportCatalog.Find("bencher")!.Render(stored), File.ReadAllText(_folder.File("out/bencher.json")));
        Assert.Equal(ExportCatalog.Find("otlp")!.Render(stored), File.ReadAllText(_folder.File("metrics.json")));
        Assert.Equal(ExportCatalog.Find("csv")!.Render(stored), File.ReadAllText(_folder.File("out/results.csv")));
        Assert.Equal(ExportCatalog.Find("junit")!.Render(stored), File.ReadAllText(_folder.File("junit.xml")));
        Assert.EndsWith(ExportCatalog.Find("github-annotations")!.Render(stored), run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--export sarif: there is no form 'sarif'. Forms: github-summary, ", "--export", "sarif")]
    [InlineData("--export bencher=: the name of a file is missing", "--export", "bencher=")]
    [InlineData("--junit no/where.xml: there is no folder ", "--junit", "no/where.xml")]
    [InlineData("--export junit=.: that is a folder", "--export", "junit=.")]
    [InlineData("2 scenarios would write one.json one over the other", "--export", "bencher=one.json", "concurrency-sweep")]
    public async Task What_cannot_be_written_is_said_before_anything_is_measured(string error, params string[] arguments)
    {
        using var run = await RunAsync(["run", "echo", "--protocols", "unix,tcp", "-o", "out", .. arguments]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(error, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    [Fact]
    public async Task A_form_for_figures_of_runs_is_refused_for_a_check()
    {
        using var check = await RunAsync("history", "check", "--export", "bencher");

        Assert.Equal(2, check.ExitCode);
        Assert.Contains(
            "--export bencher: bencher has the figures of runs, which 'history check' does not find. Forms: github-summary, "
                + "github-annotations, junit",
            check.Error,
            StringComparison.Ordinal);
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
