using System.CommandLine;
using ProtoBench.Commands.Shell;

namespace ProtoBench.Commands;

/// <summary>
/// <c>protobench completions</c>: a script that makes a shell complete the commands; and the verb that such a script asks.
/// </summary>
internal static class CompletionsCommand
{
    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong([.. CompletionScripts.Shells]);
        var command = new Command("completions", "Print a script that makes a shell complete the commands.") { shell };
        command.SetAction(parsed =>
        {
            Console.Out.Write(CompletionScripts.Of(parsed.GetRequiredValue(shell)));
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>What the scripts start.</summary>
    public static Command CreateAnswer()
    {
        var words = new Argument<string[]>("word") { Arity = ArgumentArity.ZeroOrMore };
        var command = new Command(CompletionScripts.Verb, "What fits on a command line, for the scripts of 'completions'.") { words };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            var completion = new Completion(CommandLine.Create(), CompletionValues.Of);
            Console.Out.Write(CompletionScripts.Answer(completion.Of(parsed.GetValue(words) ?? [])));
            return ExitCode.Ok;
        });
        return command;
    }
}
