using System.Diagnostics;
using ProtoBench.Commands;
using ProtoBench.Tests.Reports;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Commands;

/// <summary>How wide and how colourful what is printed is.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class TerminalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TerminalTests()
    {
        var scenario = SyntheticRuns.Quick().Plan.Scenario;
        var run = new SyntheticRun(scenario with
        {
            Arms =
            [
                new() { Label = "tcp-through-the-proxy-of-the-old-network", Protocol = "tcp" },
                new() { Label = "http1-behind-something-with-a-long-name", Protocol = "http1" },
            ],
        }).Result();
        StoredRun.Write(run, _folder.File("first"));
        StoredRun.Write(run with { Id = "20261122-035822-quick", Started = run.Started.AddDays(1) }, _folder.File("second"));
    }

    [Theory]
    [InlineData(null, null, 80)]
    [InlineData(null, 0, 80)]
    [InlineData(null, 132, 132)]
    [InlineData("100", 132, 100)]
    [InlineData("100", null, 100)]
    [InlineData("wide", 132, 132)]
    [InlineData("1", null, 30)]
    public void The_users_wish_comes_before_the_terminal_and_80_where_nobody_says(string? wished, int? terminal, int columns) =>
        Assert.Equal(columns, Terminals.ColumnsFrom(wished, terminal));

    [Theory]
    [InlineData("--help")]
    [InlineData("list")]
    [InlineData("show first")]
    [InlineData("show first second")]
    [InlineData("run echo -n")]
    [InlineData("quick --help")]
    public async Task What_a_pipe_gets_fits_80_columns(string command)
    {
        using var printed = await ProtobenchProcess.RunAsync(_folder.Path, command.Split(' '));

        Assert.True(printed.ExitCode == 0, printed.Error);
        Assert.All(printed.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.DoesNotContain('\e', printed.Output);
    }

    // Sentences and notes of a comparison are lines for programs to search, and terminals wrap them.
    [Theory]
    [InlineData("compare first second", "cost: ")]
    [InlineData("history show", "new series")]
    public async Task Tables_of_comparisons_and_histories_fit_80_columns_with_long_names(string command, string end)
    {
        using var add = await ProtobenchProcess.RunAsync(_folder.Path, "history", "add", "first", "second");
        using var printed = await ProtobenchProcess.RunAsync(_folder.Path, command.Split(' '));

        var lines = printed.Output.Split('\n').SkipWhile(line => !line.Contains("metric", StringComparison.Ordinal))
            .TakeWhile(line => !line.StartsWith(end, StringComparison.Ordinal) && line.Length > 0).ToList();
        Assert.True(lines.Count > 4, printed.Output + printed.Error);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
        Assert.Contains(lines, line => line.Contains("tcp-through-the-proxy-of-the-old-network", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("--no-color", false)]
    [InlineData("NO_COLOR=1", false)]
    [InlineData("TERM=dumb", false)]
    public async Task Only_a_terminal_gets_colour_and_only_where_nobody_minds(string wish, bool colour)
    {
        var option = wish.StartsWith('-') ? wish : "";
        var variable = wish.StartsWith('-') ? "" : wish;
        using var script = Process.Start(new ProcessStartInfo("script", [
            "-qec",
            $"stty cols 200; env {variable} {Path.Combine(AppContext.BaseDirectory, "protobench")} show first {option}",
            "/dev/null",
        ])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            Environment = { ["TERM"] = "xterm-256color", ["NO_COLOR"] = null },
        })!;
        var shown = await script.StandardOutput.ReadToEndAsync();
        await script.WaitForExitAsync();

        Assert.Contains("1.00×", shown, StringComparison.Ordinal);
        Assert.Equal(colour, shown.Contains("\e[32m", StringComparison.Ordinal));
        Assert.Contains("tcp-through-the-proxy-of-the-old-network  ", shown, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
