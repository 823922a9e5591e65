using ProtoBench.Model.Scenarios.Sides;
using Xunit;

namespace ProtoBench.Tests.Scenarios;

public sealed class CommandWordsTests
{
    [Theory]
    [InlineData("curl -sS http://127.0.0.1:1/x?r=64", "curl|-sS|http://127.0.0.1:1/x?r=64")]
    [InlineData("  a \t b  ", "a|b")]
    [InlineData("a 'b c' \"d e\" f\\ g", "a|b c|d e|f g")]
    [InlineData("a '' \"\"", "a||")]
    [InlineData("a 'it'\\''s'", "a|it's")]
    [InlineData("a \"\\\"\\\\ \\n\"", "a|\"\\ \\n")]
    [InlineData("a '$HOME' '*' '|'", "a|$HOME|*|\\|")]
    [InlineData("curl -w %{http_code} x", "curl|-w|%{http_code}|x")]
    [InlineData("curl 'http://[::1]:80'/x?r=1 http://[::1]:80/", "curl|http://[::1]:80/x?r=1|http://[::1]:80/")]
    [InlineData("a b=c d#e f~", "a|b=c|d#e|f~")]
    public void What_a_shell_would_only_split_is_split_without_one(string command, string words) =>
        Assert.Equal(
            words.Replace("\\|", "\0", StringComparison.Ordinal).Split('|').Select(word => word.Replace('\0', '|')),
            CommandWords.Split(command));

    [Theory]
    [InlineData("a | b")]
    [InlineData("a && b")]
    [InlineData("a; b")]
    [InlineData("a > b")]
    [InlineData("a http://x/?a=1&b=2")]
    [InlineData("a $B")]
    [InlineData("a \"$B\"")]
    [InlineData("a `b`")]
    [InlineData("a *.c")]
    [InlineData("a ?")]
    [InlineData("a ~/b")]
    [InlineData("a # b")]
    [InlineData("A=b c")]
    [InlineData("a {b,c}")]
    [InlineData("a\nb")]
    [InlineData("cd /")]
    [InlineData("for i in 1 2")]
    [InlineData("a 'b")]
    [InlineData("a b\\")]
    [InlineData("")]
    public void What_only_a_shell_understands_is_left_to_one(string command) => Assert.Null(CommandWords.Split(command));

    [Theory]
    [InlineData("curl x", "curl")]
    [InlineData("curl x | wc", "curl")]
    [InlineData("./run.sh > y", "./run.sh")]
    [InlineData("'my program' x", "my program")]
    [InlineData("A=b c", null)]
    [InlineData("$A", null)]
    [InlineData("cd x && y", null)]
    [InlineData("for i in 1; do x; done", null)]
    public void The_program_that_is_run_first_is_known_where_that_is_certain(string command, string? program) =>
        Assert.Equal(program, CommandWords.Program(command));
}
