using System.Diagnostics;
using ProtoBench.Model.Text;
using Xunit;

namespace ProtoBench.Tests.Plans;

[Trait(Lane.Name, Lane.Waiting)]
public sealed class ShellTextTests
{
    [Theory]
    [InlineData("results/runs/20261128T012555Z-quick")]
    [InlineData("my results/run 1")]
    [InlineData("it's")]
    [InlineData("a\"b")]
    [InlineData("$HOME/`id`")]
    [InlineData("-o")]
    [InlineData("--resume")]
    [InlineData("~/run")]
    [InlineData("a*b?[c]")]
    [InlineData("two\nlines")]
    [InlineData("loads=[{closed: 4}]")]
    [InlineData("µ")]
    [InlineData("#1")]
    [InlineData("=ls")]
    [InlineData("")]
    public void A_shell_gives_back_the_word_that_was_printed(string text)
    {
        foreach (var shell in new[] { "sh", "bash" })
        {
            using var process =
                Process.Start(new ProcessStartInfo(shell, ["-c", $"printf %s. {ShellText.Word(text)}"]) { RedirectStandardOutput = true })!;
            Assert.Equal(text + ".", process.StandardOutput.ReadToEnd());
            process.WaitForExit();
        }
    }

    [Theory]
    [InlineData("results/runs/20261128T012555Z-quick", "results/runs/20261128T012555Z-quick")]
    [InlineData("my run", "'my run'")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("-o", "./-o")]
    [InlineData("-o x", "'./-o x'")]
    public void A_path_is_quoted_only_where_it_must_be_and_is_never_an_option(string path, string argument) =>
        Assert.Equal(argument, ShellText.Path(path));

    [Fact]
    public void A_command_line_is_recorded_so_that_it_can_be_pasted() => Assert.Equal(
        "protobench run a.yaml --set 'loads=[{closed: 4}]' --filter 'echo/*'",
        ShellText.Command(["run", "a.yaml", "--set", "loads=[{closed: 4}]", "--filter", "echo/*"]));
}
