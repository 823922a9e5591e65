using ProtoBench.Model.Results;
using ProtoBench.Model.Results.Pairs;
using ProtoBench.Tests.Foreign;
using ProtoBench.Tests.Scenarios;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Commands;

/// <summary>What servers of other people do in <c>ab</c>.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class AbForeignServerTests : IDisposable
{
    private const string Short = """
        title: One request at a time
        protocols: [http1]
        workloads: { echo: {} }
        duration: 300 ms
        warm-up: { min: 100 ms, max: 300 ms }
        timeout: 500 ms
        """;

    private readonly TemporaryFolder _folder = new();

    public AbForeignServerTests() => File.WriteAllText(_folder.File("short.yaml"), Short);

    [Fact]
    public async Task A_close_that_the_server_announced_is_opened_again_counted_and_noted_and_fails_nothing()
    {
        using var ab = await AbAsync(Server("close=20"));

        Assert.Contains("connections as announced (Connection: close); reconnecting cost", ab.Output, StringComparison.Ordinal);
        foreach (var trial in Trials())
        {
            Assert.True(trial.Status == TrialStatus.Succeeded, string.Join("; ", trial.Reasons));
            Assert.Equal(0, trial.Measurement!.Outcomes.Failed);
            Assert.InRange(trial.Measurement.AnnouncedCloses!.Count, 1, int.MaxValue);
            Assert.Equal(0, trial.Measurement.Reopened);
            Assert.Equal("as announced (Connection: close)", trial.Facts!.More["server closes connections"]);
        }
    }

    [Fact]
    public async Task An_exchange_cut_by_a_close_that_was_not_announced_is_a_failure()
    {
        using var ab = await AbAsync(Server("cut=3"));

        Assert.Equal(4, ab.ExitCode);
        Assert.All(Trials(), trial =>
        {
            Assert.NotEqual(TrialStatus.Succeeded, trial.Status);
            Assert.Contains("exchanges lost their connection, the first: ", trial.Reasons[0], StringComparison.Ordinal);
            Assert.Null(trial.Measurement!.AnnouncedCloses);
        });
    }

    [NginxTheory]
    [InlineData(false, "Connection: close")]
    [InlineData(true, "GOAWAY")]
    public async Task Stock_nginx_works_over_both_versions(bool http2, string how)
    {
        // Its own limit is 1,000 requests a connection; a slow machine would not get there within a short test.
        var command = ForeignNginx.Command(_folder.Path, http2, "keepalive_requests 20;");

        using var ab = await AbAsync(command, "--set", $"protocols=[{(http2 ? "http2" : "http1")}]");

        Assert.All(Trials(), trial =>
        {
            Assert.True(trial.Status == TrialStatus.Succeeded, string.Join("; ", trial.Reasons));
            Assert.Equal(how, trial.Measurement!.AnnouncedCloses!.How);
            Assert.Equal(0, trial.Measurement.Outcomes.Failed);
        });
    }

    [NginxFact]
    public async Task Exchanges_that_share_a_connection_lose_none_to_its_announced_end()
    {
        var command = ForeignNginx.Command(_folder.Path, http2: true, "keepalive_requests 20;");

        using var ab = await AbAsync(
            command,
            "--set",
            "protocols=[http2]",
            "--set",
            "workloads={mux: {connections: 1, streams: 8}}",
            "--set",
            "loads=[{closed: 8}]");

        Assert.All(Trials(), trial =>
        {
            Assert.True(trial.Status == TrialStatus.Succeeded, string.Join("; ", trial.Reasons));
            Assert.InRange(trial.Measurement!.AnnouncedCloses!.Count, 1, int.MaxValue);
            Assert.Equal(0, trial.Measurement.Outcomes.ConnectionLost);
        });
    }

    [NginxFact]
    public async Task A_server_that_allows_fewer_streams_than_the_cell_has_is_a_fact_and_a_note()
    {
        var command = ForeignNginx.Command(_folder.Path, http2: true, "keepalive_requests 10000000; http2_max_concurrent_streams 1;");

        using var ab = await AbAsync(
            command,
            "--set",
            "protocols=[http2]",
            "--set",
            "workloads={mux: {connections: 1, streams: 8}}",
            "--set",
            "loads=[{closed: 8}]");

        Assert.Contains("the server allows 1 exchange at once on a connection, and this cell has 8", ab.Output, StringComparison.Ordinal);
        Assert.All(Trials(), trial => Assert.Equal("1", trial.Facts!.More["server's stream limit"]));
    }

    [Theory]
    [InlineData("404", "status 404 to POST /x?r=64 with 64 bytes; 200 with 64 bytes is wanted; the server says: no such thing")]
    [InlineData("never", "time-out: no complete response within 500 ms to a request of 64 bytes for 64 bytes")]
    [InlineData("dies=5", "ended with exit code 3 before its trial was over; its last words: 'no more of this'; its log: out/logs/0001/")]
    public async Task Why_pairs_do_not_count_is_in_their_first_reason(string habit, string why)
    {
        using var ab = await AbAsync(Server(habit));

        Assert.Equal(4, ab.ExitCode);
        Assert.Contains(why, ab.Error, StringComparison.Ordinal);
        Assert.All(Trials(), trial => Assert.Contains(why.Split("0001")[0], trial.Reasons[0], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_noisy_server_fills_no_disk_and_is_noted()
    {
        using var ab = await AbAsync(Server("noisy"));

        Assert.All(
            Directory.GetFiles(_folder.File("out"), "*-server.log", SearchOption.AllDirectories),
            path => Assert.InRange(new FileInfo(path).Length, 1_000_000, 1_400_000));
        Assert.Contains(Trials(), trial => trial.Notes.Any(note => note.Contains("MB to its log", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(
        "pythn3 -m http.server {port}",
        "60",
        "ended with exit code 127 (its program was not found) before it was ready; its last words: '")]
    [InlineData("pythn3 -m http.server {port}", "60", "pythn3: not found'; its log: out/logs/0001/base-server.log")]
    [InlineData("echo the disk is full >&2; exit 9 # {port}", "60", "its last words: 'the disk is full'")]
    [InlineData("sleep 60 # {port}", "3", "within 3 s (Connection refused); --start-limit gives it longer")]
    [InlineData("sleep 60 & # {port}", "5", "went into the background (its shell ended with exit code 0) and was not ready at")]
    public async Task A_server_that_does_not_start_says_why(string command, string limit, string why)
    {
        using var ab = await AbAsync("cmd:" + command, "--start-limit", limit);

        Assert.Equal(4, ab.ExitCode);
        Assert.Contains(why, ab.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("python3 -m http.server 22", "http1", "has no {port} in it")]
    [InlineData("my-server --bind {address}", "tcp", "has no {port} in it")]
    [InlineData("my-server --port {port}", "unix", "has no {socket} in it")]
    public async Task A_command_that_cannot_know_where_to_listen_is_refused_at_once(string command, string protocol, string why)
    {
        using var ab = await AbAsync("cmd:" + command, "--set", $"protocols=[{protocol}]");

        Assert.Equal(2, ab.ExitCode);
        Assert.Contains(why, ab.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    [Fact]
    public async Task The_help_says_what_a_server_must_answer()
    {
        using var help = await ProtobenchProcess.RunAsync(_folder.Path, "ab", "--help");

        var text = string.Join(' ', help.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("POST /x?r=64 with a body of 64 bytes", text, StringComparison.Ordinal);
        Assert.Contains("200 and 64 bytes", text, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static string Server(string habit) =>
        $"cmd:exec python3 {Path.Combine(SourceFolder.Root, "harness/ProtoBench.Tests/Foreign/server.py")} {{port}} {habit}";

    private Task<ProtobenchProcess> AbAsync(string server, params string[] arguments) => ProtobenchProcess.RunAsync(
        _folder.Path, ["ab", "short.yaml", "-o", "out", "--pairs", "3", "--confirm", "0", "--base", server, "--new", server, .. arguments]);

    private IEnumerable<TrialResult> Trials() =>
        PairFolder.Read(_folder.File("out")).Pairs.SelectMany(pair => new[] { pair.Base, pair.New });
}
