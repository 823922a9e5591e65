using ProtoBench.Model.Scenarios;
using ProtoBench.Reading.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Scenarios;

public sealed class ScenarioErrorTests
{
    /// <summary>Lines after the needed three, and what the only error is: code, line and column.</summary>
    public static TheoryData<string, string, int, int> Mistakes => new()
    {
        { "trials: [1", "PB1002", 4, 9 },
        { "loads: [ { closed: 1 }\ntrials: 3", "PB1002", 4, 8 },
        { "loads: [ { closed: 1 ]", "PB1002", 4, 10 },
        { "trials: 'x", "PB1002", 4, 9 },
        { "\ttrials: 3", "PB1002", 4, 1 },
        { "---\ntitle: Second?", "PB1003", 4, 1 },
        { "title: Again?", "PB1004", 4, 1 },
        { "trials: &t 3", "PB1005", 4, 9 },
        { "trials: *t", "PB1005", 4, 9 },
        { "trials: !!int 3", "PB1005", 4, 9 },
        { "<<: { trials: 3 }", "PB1005", 4, 1 },
        { "[a]: 3", "PB1005", 4, 1 },
        { "trails: 3", "PB1102", 4, 1 },
        { "runtime: { server-gcc: true }", "PB1102", 4, 12 },
        { "trials: many", "PB1103", 4, 9 },
        { "trials: '3'", "PB1103", 4, 9 },
        { "trials: 03", "PB1103", 4, 9 },
        { "trials:", "PB1103", 4, 1 },
        { "trials: [3]", "PB1103", 4, 9 },
        { "description: 5", "PB1103", 4, 14 },
        { "description: yes", "PB1103", 4, 14 },
        { "runtime: { server-gc: yes }", "PB1103", 4, 23 },
        { "runtime: true", "PB1103", 4, 10 },
        { "loads: { closed: 1 }", "PB1103", 4, 8 },
        { "warm-up: [1 s]", "PB1103", 4, 10 },
        { "loads: []", "PB1104", 4, 8 },
        { "links: []", "PB1104", 4, 8 },
        { "duration: 3", "PB1202", 4, 11 },
        { "duration: 3 sec", "PB1202", 4, 11 },
        { "duration: 1e3 s", "PB1202", 4, 11 },
        { "loads: [ { open: 5000 } ]", "PB1203", 4, 18 },
        { "pinning: splitt", "PB1204", 4, 10 },
        { "loads: [ { open: 5/s, arrivals: even } ]", "PB1204", 4, 33 },
        { "trials: 0", "PB1205", 4, 9 },
        { "trials: 99999999999", "PB1205", 4, 9 },
        { "seed: -1", "PB1205", 4, 7 },
        { "duration: 2 h", "PB1202", 4, 11 },
        { "duration: 61 min", "PB1205", 4, 11 },
        { "loads: [ { open: 0/s } ]", "PB1205", 4, 18 },
        { "loads: [ { closed: 0 } ]", "PB1205", 4, 20 },
        { "warm-up: { min: 2 s, max: 1 s }", "PB1205", 4, 27 },
        { "warm-up: { min: 4 s }", "PB1205", 4, 17 },
        { "name: Not Good", "PB1206", 4, 7 },
        { "loads: [ { closed: 1 }, { closed: 1 } ]", "PB1301", 4, 25 },
        { "loads: [ { open: 5/s }, { open: 5/s, in-flight: 2 } ]", "PB1301", 4, 25 },
        { "links: [loopback, loopback]", "PB1301", 4, 19 },
        { "links: [moon]", "PB1304", 4, 9 },
        { "servers: { a: { insecure: true } }", "PB1308", 4, 15 },
        { "links: [./Our Office.yaml]", "PB1206", 4, 9 },
        { "links: [./loopback.yaml]", "PB1206", 4, 9 },
        { "links: [./wan-40ms.yaml, wan-40ms]", "PB1301", 4, 26 },
        { "loads: [ { closed: 1, arrivals: poisson } ]", "PB1305", 4, 23 },
        { "loads: [ { closed: 1, open: 5/s } ]", "PB1307", 4, 10 },
        { "loads: [ { name: x } ]", "PB1307", 4, 10 },
    };

    /// <summary>The whole text of files whose mistake is in the needed lines.</summary>
    public static TheoryData<string, string, int, int> BrokenFiles => new()
    {
        { "", "PB1003", 1, 1 },
        { "# nothing", "PB1003", 1, 1 },
        { "[a, b]", "PB1003", 1, 1 },
        { "tcp", "PB1003", 1, 1 },
        { "protocols: [tcp]\nworkloads: { echo: {} }", "PB1101", 1, 1 },
        { File("[]", "echo: {}"), "PB1104", 2, 12 },
        { File("[tcq]", "echo: {}"), "PB1302", 2, 13 },
        { File("[tcp, tcp]", "echo: {}"), "PB1301", 2, 18 },
        { File("[{ tls: true }]", "echo: {}"), "PB1101", 2, 13 },
        { File("[{ protocol: unix, tls: true }]", "echo: {}"), "PB1303", 2, 31 },
        { File("[{ protocol: http1, over: http2 }]", "echo: {}"), "PB1303", 2, 32 },
        { File("[{ protocol: websocket, over: tcp }]", "echo: {}"), "PB1303", 2, 42 },
        { File("[{ protocol: http2, io: blocking }]", "echo: {}"), "PB1303", 2, 32 },
        { File("[{ protocol: udp, no-delay: false }]", "echo: {}"), "PB1303", 2, 30 },
        { File("[{ protocol: unix, congestion: bbr }]", "echo: {}"), "PB1303", 2, 31 },
        { File("[{ protocol: tcp, backend: msquic }]", "echo: {}"), "PB1303", 2, 30 },
        { File("[{ protocol: http3, backend: quiche }]", "echo: {}"), "PB1303", 2, 41 },
        { File("[{ protocol: http3, backend: msquic, session: early }]", "echo: {}"), "PB1303", 2, 49 },
        { File("[{ protocol: quic, backend: msquic, congestion: bbr }]", "echo: {}"), "PB1303", 2, 48 },
        { File("[{ protocol: tcp, label: A b }]", "echo: {}"), "PB1206", 2, 37 },
        { File("[tcp]", ""), "PB1104", 3, 12 },
        { File("[tcp]", "echo:"), "PB1103", 3, 14 },
        { File("[tcp]", "Echo: {}"), "PB1206", 3, 14 },
        { File("[tcp]", "echo: { request: 64 KB }"), "PB1201", 3, 31 },
        { File("[tcp]", "echo: { request: 0.3 B }"), "PB1201", 3, 31 },
        { File("[tcp]", "echo: { request: -1 }"), "PB1201", 3, 31 },
        { File("[tcp]", "echo: { request: 17 MiB }"), "PB1205", 3, 31 },
        { File("[tcp]", "echo: { kind: bulk }"), "PB1204", 3, 28 },
        { File("[tcp]", "echo: { connections: some }"), "PB1103", 3, 35 },
        { File("[tcp]", "web: { path: items }"), "PB1221", 3, 27 },
        { File("[tcp]", "web: { body: { file: no-such.json } }"), "PB1222", 3, 35 },
        { File("[tcp]", "web: { rpc: Shop.Buy }"), "PB1221", 3, 26 },
        { File("[tcp]", "web: { rpc: { method: a.Shop/Buy, proto: no-such.proto } }"), "PB1223", 3, 55 },
        { File("[tcp]", "echo: { loads: [ { replay: { file: no-such.txt } } ] }"), "PB1224", 3, 49 },
        { File("[tcp]", "echo: { message: 1 KiB }"), "PB1305", 3, 22 },
        { File("[tcp]", "down: { kind: download, request: 1 KiB }"), "PB1305", 3, 38 },
        { File("[tcp]", "down: { kind: download, message: 0 }"), "PB1205", 3, 47 },
        { File("[tcp]", "down: { kind: download, loads: [ { open: 5/s } ] }"), "PB1306", 3, 47 },
        { File("[tcp]", "news: { kind: push, loads: [ { closed: 5 } ] }"), "PB1310", 3, 43 },
        { File("[tcp]", "echo: { loads: [ { closed: 2, name: closed-1 } ] }"), "PB1301", 3, 1 },
        { File("[tcp]", "echo: { loads: [ { open: 5/s }, { open: 5/s, in-flight: 2 } ] }"), "PB1301", 3, 46 },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_one_error_at_its_place(string lines, string code, int line, int column) =>
        AssertOnlyError(Read.Lines(lines), code, line, column);

    [Theory]
    [MemberData(nameof(BrokenFiles))]
    public void A_broken_file_is_one_error_at_its_place(string text, string code, int line, int column) =>
        AssertOnlyError(Read.Text(text), code, line, column);

    [Theory]
    [InlineData("tcp, backend: msquic", "tcp has no choice of backend", "remove 'backend'; these have it: quic, http3")]
    [InlineData("http3, backend: msquik", "http3 has no backend 'msquik'", "did you mean 'msquic'?")]
    [InlineData(
        "http3, backend: msquic, session: resumed",
        "msquic has no connection that could resume a session",
        "remove 'session', or use backend: ngtcp2")]
    [InlineData(
        "quic, backend: msquic, congestion: cubic",
        "msquic has no connection whose congestion control could be chosen",
        "remove 'congestion', or use backend: ngtcp2")]
    public void What_a_backend_lacks_is_said_with_a_way_out(string arm, string message, string hint)
    {
        var error = Assert.Single(Read.Text(File($"[{{ protocol: {arm} }}]", "echo: {}")).Errors);
        Assert.Equal((message, hint), (error.Message, error.Hint));
    }

    [Fact]
    public void Every_code_for_files_is_provoked_by_a_test()
    {
        var provoked = Mistakes.Concat(BrokenFiles).Select(row => (string)row[1]).ToHashSet();
        var elsewhere = ScenarioErrorCodes.All.Select(code => code.Key).Where(
            code => code is "PB1001" or "PB1207" or "PB1309" or "PB1320" or "PB1321" or "PB1322"
                || code.StartsWith("PB14", StringComparison.Ordinal));
        Assert.Equal(ScenarioErrorCodes.All.Select(code => code.Key).Order(), provoked.Concat(elsewhere).Order());
    }

    [Fact]
    public void All_mistakes_are_told_at_once_in_the_order_of_the_file()
    {
        var reading = Read.Text("titel: Which?\nprotocols: [tcq, http2]\nworkloads:\n  echo: { request: 1 k }\ntrials: 0\ntrials: 1\n");
        Assert.Equal(
            [("PB1101", 1), ("PB1102", 1), ("PB1302", 2), ("PB1201", 4), ("PB1205", 5), ("PB1004", 6)],
            reading.Errors.Select(error => (error.Code, error.Line)).OrderBy(error => error.Line).ThenBy(error => error.Code));
    }

    [Fact]
    public void Deep_nesting_is_refused_before_it_can_overflow_the_stack()
    {
        var error = Assert.Single(Read.Lines("loads: " + new string('[', 20_000)).Errors);
        Assert.Equal("PB1002", error.Code);
        Assert.Contains("levels of nesting", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_cut_off_or_garbled_anywhere_is_read_or_refused_but_never_throws()
    {
        var random = new Random(1);
        var text = SourceFolder.ReadScenariosFile("load-curve.yaml");
        const string Noise = "[]{}:,-'\"&*!|>#%@`\t\n ?x0";
        for (var round = 0; round < 3_000; round++)
        {
            var garbled = text[..random.Next(text.Length)].ToCharArray();
            for (var change = random.Next(4); change > 0 && garbled.Length > 0; change--)
            {
                garbled[random.Next(garbled.Length)] = Noise[random.Next(Noise.Length)];
            }

            var reading = Read.Text(new string(garbled));
            Assert.True(reading.Succeeded != reading.Errors.Count > 0);
            Assert.NotNull(ScenarioErrorText.Render(reading.Errors, reading.Text));
        }
    }

    private static string File(string protocols, string workloads) =>
        $"title: Which?\nprotocols: {protocols}\nworkloads: {{ {workloads} }}";

    private static void AssertOnlyError(ScenarioReading reading, string code, int line, int column)
    {
        var shown = ScenarioErrorText.Render(reading.Errors, reading.Text);
        Assert.True(reading.Errors.Count == 1, shown);
        Assert.True((code, line, column) == (reading.Errors[0].Code, reading.Errors[0].Line, reading.Errors[0].Column), shown);
    }
}
