using System.Net;
using ProtoBench.Contract.Requests;
using ProtoBench.Load.Children;
using ProtoBench.Machine;
using ProtoBench.Machine.Holding;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Trials.Holding;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Trials.Servers;

/// <summary>A command that becomes a server, or does not.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class CommandServerTests : IDisposable
{
    private const string Listen = "python3 -u -c \"import socket,time; s=socket.create_server(('127.0.0.1',{port})); ";

    private readonly TemporaryFolder _folder = new();
    private readonly IPEndPoint _endPoint = (IPEndPoint)FreePort.Fixed(new IPEndPoint(IPAddress.Loopback, 0));

    [Theory]
    [InlineData(nameof(ProbeKind.Http), "python3 -m http.server --bind 127.0.0.1 {port}")]
    [InlineData(nameof(ProbeKind.Connection), "sleep 0.3; exec python3 -m http.server --bind 127.0.0.1 {port}")]
    [InlineData(
        nameof(ProbeKind.Datagrams),
        "python3 -c \"import socket,time; s=socket.socket(type=socket.SOCK_DGRAM); s.bind(('',{port})); time.sleep(99)\"")]
    public async Task It_is_ready_when_its_probe_says_so(string kind, string command)
    {
        await using var server = Start(command, Enum.Parse<ProbeKind>(kind));

        Assert.Equal($"{_endPoint}", (await ReadyAsync(server)).EndPoint);
    }

    [Fact]
    public async Task It_is_ready_when_it_says_so()
    {
        await using var server = CommandServer.Start(Order("echo no; sleep 0.2; echo I am listening now; sleep 99") with
        {
            Probe = null,
            LogLine = "listening",
        });

        await ReadyAsync(server);
    }

    [Theory]
    [InlineData("nothing listens", "sleep 99", nameof(ProbeKind.Connection), "Connection refused")]
    [InlineData(
        "elsewhere",
        "python3 -m http.server --bind 127.0.0.1 {other}",
        nameof(ProbeKind.Connection),
        "it listens at TCP port {other} instead")]
    [InlineData("no answer", Listen + "time.sleep(99)\"", nameof(ProbeKind.Http), "no answer within 2 s")]
    [InlineData("wrong kind", Listen + "time.sleep(99)\"", nameof(ProbeKind.Datagrams), "no socket is bound to its UDP port")]
    public async Task A_server_that_never_gets_ready_is_told_with_what_was_found(string _, string command, string kind, string found)
    {
        var other = ((IPEndPoint)FreePort.Fixed(new IPEndPoint(IPAddress.Loopback, 0))).Port;
        var written = command.Replace("{other}", $"{other}", StringComparison.Ordinal);

        // Python needs seconds to begin beside others, and only then is there more to find than a refused connection.
        var limit = TimeSpan.FromSeconds(command.Contains("python3", StringComparison.Ordinal) ? 12 : 3);
        await using var server = CommandServer.Start(Order(written, Enum.Parse<ProbeKind>(kind)) with { StartLimit = limit });

        var error = await Assert.ThrowsAsync<TrialFailedException>(() => ReadyAsync(server));

        Assert.Contains(found.Replace("{other}", $"{other}", StringComparison.Ordinal), error.Message, StringComparison.Ordinal);
        Assert.Contains("was not ready at", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo port taken >&2; exit 7", "before it was ready; its last words: 'port taken'")]
    [InlineData("no-such-program-here {port}", "exit code 127 (its program was not found)")]
    public async Task A_server_that_ends_is_told_at_once_with_its_last_words(string command, string part)
    {
        await using var server = Start(command);

        Assert.Contains(part, (await Assert.ThrowsAsync<TrialFailedException>(() => ReadyAsync(server))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_all_of_its_processes_use_is_counted_together()
    {
        const string Busy = "import time\nend=time.time()+99\nwhile time.time()<end: pass";
        await using var server = CommandServer.Start(Order(
            $"for i in 1 2; do (python3 -c '{Busy}' &) ; done; exec python3 -m http.server --bind 127.0.0.1 {{port}}") with
        {
            // Of a scenario's servers; what a server of ab uses nobody asks for.
            Site = new ForeignSite { Host = "localhost", Port = _endPoint.Port },
        });
        await ReadyAsync(server);
        var start = LoadClock.Now;
        await Until.Async(() => server.Usage(start, LoadClock.Now) is { Processes: >= 3, CpuSeconds: > 0.3 });

        var usage = server.Usage(start, LoadClock.Now)!;

        // Two that do nothing else, on as many processors as they get.
        var seconds = (LoadClock.Now - start) / 1e9;
        Assert.InRange(usage.CpuSeconds, 0.3, 2.2 * seconds);
        Assert.InRange(usage.PeakResidentBytes, 10_000_000, 1_000_000_000);
        Assert.InRange(usage.ContextSwitches!.Value, 1, 10_000_000);
    }

    [Fact]
    public async Task It_is_asked_to_end_with_the_signal_it_wants()
    {
        var server = CommandServer.Start(Order(
            $"trap 'echo asked > {_folder.File("asked")}; exit 0' INT; echo up; while :; do sleep 0.05; done") with
        {
            Probe = null,
            LogLine = "up",
            StopSignal = 2,
        });
        await ReadyAsync(server);

        await server.DisposeAsync();

        Assert.True(File.Exists(_folder.File("asked")));
    }

    [Fact]
    public async Task Its_own_folder_goes_when_it_does()
    {
        var own = OwnFolders.Create();
        var server = CommandServer.Start(Order("echo up; touch file; sleep 99") with { Probe = null, LogLine = "up", OwnFolder = own });
        await ReadyAsync(server);

        await server.DisposeAsync();

        Assert.False(Directory.Exists(own));
    }

    public void Dispose() => _folder.Dispose();

    private static Task<Ready> ReadyAsync(CommandServer server) => server.ReadyAsync(
        new ServeOrder(new Arm { Label = "tcp", Protocol = "tcp" }, "127.0.0.1:0"), _ => Task.CompletedTask, CancellationToken.None);

    private CommandServer Start(string command, ProbeKind kind = ProbeKind.Connection) => CommandServer.Start(Order(command, kind));

    private ServerOrder Order(string command, ProbeKind kind = ProbeKind.Connection) => new()
    {
        Command = command.Replace("{port}", $"{_endPoint.Port}", StringComparison.Ordinal),
        Written = command,
        EndPoint = _endPoint,
        LogPath = _folder.File("server.log"),
        StartLimit = Until.Limit,
        Probe = new ReadinessProbe(kind, _endPoint),
    };
}
