using ProtoBench.Commands;
using ProtoBench.Reading.Scenarios;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Commands;

/// <summary>What the command line says of programs, before anything is measured.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class CommandWorkloadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_program_that_is_not_there_is_an_error_of_the_scenario()
    {
        var run = await ProtobenchProcess.RunAsync(_folder.Path, "run", Write("no-such-program {url}"), "-o", "out");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("case.yaml:4:12: error PB1321: there is no program 'no-such-program' in PATH", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    [Fact]
    public async Task Ab_says_that_it_cannot_cut_a_run_of_a_program()
    {
        var ab = await ProtobenchProcess.RunAsync(_folder.Path, "ab", Write("sleep 0"), "--base", "this", "--new", "this", "-o", "out");

        Assert.Equal(2, ab.ExitCode);
        Assert.Contains("a run of a program goes from its start to its end", ab.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("./tool.sh", null, "client 'a': ./tool.sh would be looked for in an empty folder; write its whole path, or add folder: .")]
    [InlineData("./tool.sh", "tools", null)]
    [InlineData("./missing.sh", "tools", "client 'a': there is no program {0}/tools/missing.sh")]
    [InlineData("sleep 0", "nowhere", "client 'a': there is no folder {0}/nowhere; 'folder' is relative to the scenario's file")]
    [InlineData("/no/such/tool", null, "client 'a': there is no program /no/such/tool")]
    public void A_program_in_a_folder_is_looked_for_there(string command, string? folder, string? message)
    {
        Directory.CreateDirectory(_folder.File("tools"));
        File.WriteAllText(_folder.File("tools/tool.sh"), "#!/bin/sh\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder.File("tools/tool.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var file = Write(folder is null ? command : $"{{ command: {command}, folder: {folder} }}");

        if (message is null)
        {
            var scenario = ScenarioInput.LoadAll([file], ScenarioOverrides.None)[0];
            Assert.Equal(_folder.File("tools"), scenario.Clients![0].Folder);
        }
        else
        {
            var error = Assert.Throws<UsageException>(() => ScenarioInput.LoadAll([file], ScenarioOverrides.None));
            Assert.Equal(message.Replace("{0}", _folder.Path, StringComparison.Ordinal), error.Message);
        }
    }

    public void Dispose() => _folder.Dispose();

    private string Write(string client)
    {
        var file = _folder.File("case.yaml");
        File.WriteAllText(file, $$"""
            title: Which?
            protocols: [ { protocol: http1, client: a } ]
            clients:
              a:       {{client}}
            workloads: { runs: { kind: command } }
            trials: 1
            """);
        return file;
    }
}
