using System.Text.Json;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Results.Pairs;
using ProtoBench.Tests.Links;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Commands;

[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Programs)]
public sealed class AbCommandTests : IDisposable
{
    private const string Short = """
        title: Did it become slower?
        protocols: [tcp]
        workloads:
          echo: { request: 64 B, response: 64 B }
        loads: [ { closed: 1 } ]
        duration: 300 ms
        warm-up: { min: 100 ms, max: 200 ms }
        """;

    private readonly TemporaryFolder _folder = new();

    public AbCommandTests() => File.WriteAllText(_folder.File("short.yaml"), Short);

    [Fact]
    public async Task A_build_against_itself_is_not_slower_and_leaves_its_pairs()
    {
        using var ab = await AbAsync("--pairs", "3", "--confirm", "0", "--json");

        Assert.True(ab.ExitCode == 0, ab.Error + ab.Output);
        var run = PairFolder.Read(_folder.File("out"));
        Assert.Equal([1, 2, 3], run.Pairs.Select(pair => pair.Repetition));
        // Slices of 20 ms, longer where the warm-up was slower than 5,000/s.
        Assert.All(run.Pairs, pair => Assert.InRange(pair.Slices.Count, 1, 15));
        Assert.All(run.Pairs, pair => Assert.InRange(pair.Slices.Sum(slice => slice.Seconds), 0.2, 0.4));
        Assert.Equal(12, run.Pairs
            .SelectMany(pair => new[] { pair.Base, pair.New })
            .SelectMany(trial => new[] { trial.ClientProcessId, trial.ServerProcessId })
            .Distinct()
            .Count());
        Assert.All(run.Pairs, pair => Assert.Equal(pair.Slices.Sum(slice => slice.Seconds), pair.Base.Measurement!.WindowSeconds, 1e-6));
        // While the other side has its slice nothing of this one is in flight: one that was would be longer than a slice, and there would
        // be one in each. What the machine stops for as long, it does not stop in every other slice of every pair.
        Assert.Contains(run.Pairs, pair => LongerThanASlice(pair) < (pair.Slices.Count + 1) / 2);
        using var report = JsonDocument.Parse(ab.Output);
        Assert.True(report.RootElement.GetProperty("paired").GetBoolean());
        Assert.Equal(4, report.RootElement.GetProperty("metrics").GetArrayLength());
        Assert.True(File.Exists(_folder.File("out/comparison.json")));
    }

    [Fact]
    public async Task A_server_that_works_longer_is_slower_and_fails_the_gate()
    {
        File.WriteAllText(_folder.File("gates.yaml"), "gates: [ { metric: p50 } ]");

        // Many times as long, and still several times the 200 exchanges a median needs where the processors are shared with as much again.
        using var ab = await AbAsync(
            "--pairs", "4", "--confirm", "0", "--set", "duration=1500ms", "--set", "loads=[{closed: 8}]",
            "--new-set", "workloads.echo.server-work=1 ms");
        using var gate = await ProtobenchProcess.RunAsync(_folder.Path, "gate", "out");

        Assert.True(ab.ExitCode == 1, ab.Error + ab.Output);
        Assert.Contains("tcp: p50 is slower", ab.Output, StringComparison.Ordinal);
        Assert.True(gate.ExitCode == 1, gate.Error + gate.Output);
        Assert.Contains("The gate failed: 1 of 1", gate.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_foreign_server_command_is_a_side_like_any_other()
    {
        var command = $"cmd:exec {Path.Combine(AppContext.BaseDirectory, "protobench")} serve tcp --listen {{address}}:{{port}}";

        using var ab = await AbAsync("--pairs", "3", "--confirm", "0", "--new", command);

        // 4: on a machine that is busy with something else, slices this short may hold too few exchanges for a percentile.
        Assert.True(ab.ExitCode is 0 or 1 or 4, ab.Error + ab.Output);
        var pairs = PairFolder.Read(_folder.File("out")).Pairs;
        Assert.Equal(3, pairs.Count);
        Assert.All(pairs, pair => Assert.True(pair.Counts, string.Join("; ", pair.New.Reasons)));
    }

    [LinkFact]
    public async Task Both_sides_of_a_pair_share_one_certified_link()
    {
        using var ab = await AbAsync(
            "--pairs", "3", "--confirm", "0", "--set", "links=[wan-20ms]", "--set", "loads=[{closed: 8}]", "--set", "timeout=5 s");

        Assert.True(ab.ExitCode is 0 or 4, ab.Error + ab.Output);
        var pairs = PairFolder.Read(_folder.File("out")).Pairs;
        Assert.Equal(3, pairs.Count);
        Assert.All(pairs, pair =>
        {
            // A crowded machine may be late, which makes a pair invalid; what it measured is there all the same.
            Assert.True(pair.Base.Status != TrialStatus.Failed, string.Join("; ", pair.Base.Reasons));
            Assert.Equal("wan-20ms", pair.Base.Link!.Certificate.Facts.Profile);
            Assert.Equal(pair.Base.Link.Certificate.RoundTripMicroseconds, pair.New.Link!.Certificate.RoundTripMicroseconds);
            Assert.All(new[] { pair.Base, pair.New }, trial => Assert.InRange(trial.ResponseMicroseconds!.Minimum, 20_000, 40_000));
        });
    }

    [Theory]
    [InlineData("outside the emulated link", "--set", "links=[lan]", "--new", "cmd:true {port}")]
    [InlineData("there is no such build", "--new", "/nowhere")]
    [InlineData("there is no git repository in", "--new", "git:no-such-revision")]
    [InlineData("do not match", "--new-set", "loads=[{closed: 1},{closed: 2}]")]
    [InlineData("'idle' cannot differ", "--new-set", "idle=sleep")]
    [InlineData("'pinning' and", "--base-set", "pinning=none")]
    [InlineData("one long stream", "--set", "workloads={big: {kind: download}}")]
    [InlineData("--pairs takes 3 to 1000", "--pairs", "2")]
    [InlineData("error PB1202", "--new-set", "workloads.echo.server-work=5")]
    public async Task What_cannot_be_compared_is_said_before_anything_starts(string complaint, params string[] arguments)
    {
        using var ab = await AbAsync(arguments);

        Assert.Equal(2, ab.ExitCode);
        Assert.Contains(complaint, ab.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_everything_never_passes_and_its_time_outs_are_told_first()
    {
        string[] scenario =
        [
            "--set", "protocols=[http1]", "--set", "workloads={echo: {connections: "
                + "32}}", "--set", "loads=[{open: 100/s, in-flight: 32}]", "--set", "duration=2 s", "--set", "timeout=1 s",
        ];
        using var ab = await AbAsync([
            .. scenario,
            "--pairs",
            "3",
            "--confirm",
            "0",
            "--new",
            $"cmd:exec python3 {Silent()} {{port}}",
            "--base",
            $"cmd:exec python3 {Silent()} {{port}} never",
        ]);
        using var gate = await ProtobenchProcess.RunAsync(_folder.Path, "gate", "out");

        Assert.True(ab.ExitCode is 1 or 4 or 5, ab.Error + ab.Output);
        Assert.True(gate.ExitCode is 1 or 4 or 5, gate.Error + gate.Output);
        var note = ab.Output.Split('\n').First(line => line.StartsWith("note: ", StringComparison.Ordinal));
        Assert.Contains("of the new side", note, StringComparison.Ordinal);
        Assert.Contains("of the base (0 %)", note, StringComparison.Ordinal);
        Assert.Contains(
            "exchanges of the new side",
            gate.Output.TrimEnd()[gate.Output.IndexOf("policy built-in", StringComparison.Ordinal)..],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_command_that_ends_at_once_loses_its_pairs_and_says_why()
    {
        using var ab = await AbAsync("--pairs", "3", "--new", "cmd:exit 7 # {port}");
        using var gate = await ProtobenchProcess.RunAsync(_folder.Path, "gate", "out", "--junit", "gate.xml");

        Assert.Equal(4, ab.ExitCode);
        Assert.Contains("before it was ready", ab.Error, StringComparison.Ordinal);
        Assert.Contains("\nNot measured: tcp: the new side failed in 3 of 3 pairs", ab.Output, StringComparison.Ordinal);
        Assert.True(gate.ExitCode == 4, gate.Error + gate.Output);
        Assert.Contains("The gate did not pass", gate.Output, StringComparison.Ordinal);
        Assert.Contains("errors=\"1\"", File.ReadAllText(_folder.File("gate.xml")), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private Task<ProtobenchProcess> AbAsync(params string[] arguments) =>
        ProtobenchProcess.RunAsync(_folder.Path, ["ab", "short.yaml", "-o", "out", .. arguments]);

    // Answers over HTTP/1.1; every fortieth request, unless told otherwise, never.
    private string Silent()
    {
        var path = _folder.File("silent.py");
        File.WriteAllText(path, """
            import socket, sys, threading, time
            silent, count = len(sys.argv) < 3, 0
            listener = socket.socket()
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(('127.0.0.1', int(sys.argv[1])))
            listener.listen(64)
            answer = b'HTTP/1.1 200 OK\r\nContent-Length: 64\r\n\r\n' + b'a' * 64
            def serve(connection):
                global count
                buffer = b''
                while True:
                    while b'\r\n\r\n' not in buffer:
                        part = connection.recv(65536)
                        if not part:
                            return
                        buffer += part
                    head, buffer = buffer.split(b'\r\n\r\n', 1)
                    length = next((int(line[15:]) for line in head.split(b'\r\n') if line.lower().startswith(b'content-length:')), 0)
                    while len(buffer) < length:
                        buffer += connection.recv(65536)
                    buffer, count = buffer[length:], count + 1
                    if silent and count % 40 == 0:
                        time.sleep(30)
                    connection.sendall(answer)
            while True:
                threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
            """);
        return path;
    }

    private static long LongerThanASlice(PairResult pair)
    {
        var slice = pair.Slices.Average(slice => slice.Seconds) * 1e9;
        return HistogramText.Decode(pair.Base.Measurement!.Response!).Buckets().Where(bucket => bucket.Lowest > slice).Sum(
            bucket => bucket.Count);
    }
}
