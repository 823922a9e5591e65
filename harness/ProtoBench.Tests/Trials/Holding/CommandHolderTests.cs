using ProtoBench.Load.Children;
using ProtoBench.Machine.Holding;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Commands;
using ProtoBench.Tests.Foreign;
using ProtoBench.Tests.Scenarios;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Trials.Holding;

/// <summary>
/// Wherever a server command goes, it ends with its pair. What lives is told by a variable that everything it starts inherits.
/// </summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Programs)]
public sealed class CommandHolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _mark = $"PROTOBENCH_TEST={Guid.NewGuid():N}";

    [Theory]
    [InlineData("{0} {{port}} fork")]
    [InlineData("{0} {{port}} stubborn")]
    [InlineData("{0} {{port}} many")]
    [InlineData("{0} {{port}} fork &")]
    [InlineData("(setsid python3 -m http.server --bind {{address}} {{port}} &) ; exit 0")]
    [InlineData("trap '' TERM; python3 -m http.server --bind {{address}} {{port}} & wait; sleep 60")]
    public async Task What_goes_away_from_its_command_ends_with_it(string template)
    {
        var started = await StartAsync(template);

        Assert.NotEmpty(ProcessTree.With(_mark));
        await started.DisposeAsync().AsTask().WaitAsync(Until.Limit);
        Assert.Empty(ProcessTree.With(_mark));
    }

    [NginxFact]
    public async Task An_nginx_that_became_a_daemon_ends_with_its_command()
    {
        var command = ForeignNginx.Command(_folder.Path, http2: false, daemon: true);
        var started = await StartAsync(command["cmd:".Length..].Replace("{port}", "{{port}}", StringComparison.Ordinal));

        Assert.NotEmpty(ProcessTree.With(_mark));
        await started.DisposeAsync().AsTask().WaitAsync(Until.Limit);
        Assert.Empty(ProcessTree.With(_mark));
    }

    [Fact]
    public async Task A_holder_that_was_killed_leaves_nothing_either()
    {
        var started = await StartAsync("{0} {{port}} stubborn");
        foreach (var process in ProcessTree.With(_mark).Where(process => ProcessTree.NameOf(process) == "protobench"))
        {
            ProcessCalls.Signal(process, ProcessCalls.Kill);
        }

        await started.DisposeAsync().AsTask().WaitAsync(Until.Limit);

        Assert.Empty(ProcessTree.With(_mark));
    }

    [Theory]
    [InlineData("KILL")]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_protobench_that_was_stopped_leaves_nothing(string signal)
    {
        await File.WriteAllTextAsync(_folder.File("long.yaml"), """
            title: Killed
            protocols: [tcp]
            workloads: { echo: {} }
            duration: 60 s
            warm-up: 60 s
            timeout: 60 s
            """);
        var (name, value) = (_mark.Split('=')[0], _mark.Split('=')[1]);
        var command = $"cmd:{Path.Combine(AppContext.BaseDirectory, "protobench")} serve tcp --listen {{address}}:{{port}} & "
            + $"{Daemon} $(({{port}} + 1)) stubborn";
        using var ab = ProtobenchProcess.Start(
            _folder.Path, new Dictionary<string, string>
            {
                [name] = value,
            }, "ab", "long.yaml", "--pairs", "3", "--confirm", "0", "--base", command, "--new", "this", "-o", "out");
        await Until.Async(() => ProcessTree.With(_mark).Count(process => ProcessTree.NameOf(process) == "python3") == 1);

        ab.Signal(signal);
        if (signal != "KILL")
        {
            ab.Signal(signal);
        }

        await Until.Async(() => ProcessTree.With(_mark).Count == 0);
    }

    public void Dispose()
    {
        foreach (var process in ProcessTree.With(_mark))
        {
            ProcessCalls.Signal(process, ProcessCalls.Kill);
        }

        _folder.Dispose();
    }

    private static string Daemon => $"python3 {Path.Combine(SourceFolder.Root, "harness/ProtoBench.Tests/Foreign/daemon.py")}";

    private async Task<CommandServer> StartAsync(string template)
    {
        var command = template.Replace("{0}", Daemon, StringComparison.Ordinal).Replace("{{", "{", StringComparison.Ordinal).Replace(
            "}}", "}", StringComparison.Ordinal);
        Environment.SetEnvironmentVariable(_mark.Split('=')[0], _mark.Split('=')[1]);
        try
        {
            var server = CommandServer.Start(command, "127.0.0.1:0", processors: null, _folder.File("server.log"), Until.Limit);
            await server.ReadyAsync(
                new ServeOrder(new Arm { Label = "tcp", Protocol = "tcp" }, "127.0.0.1:0"),
                _ => Task.CompletedTask,
                CancellationToken.None);
            return server;
        }
        finally
        {
            Environment.SetEnvironmentVariable(_mark.Split('=')[0], null);
        }
    }
}
