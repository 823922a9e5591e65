using System.CommandLine;
using System.Text.RegularExpressions;
using ProtoBench.Commands.Links;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Commands;

/// <summary>The verbs of <c>protobench</c>, and the one place where an error becomes a sentence and an exit code.</summary>
internal static partial class CommandLine
{
    private const string Description =
        "Which protocol should carry this traffic, and did yesterday's change make it slower? "
        + "Compares protocols with fresh pairs of client and server processes.";

    private static readonly Option<bool> NoColour = new(Terminals.NoColourOption)
    {
        Description = "No colour, as with NO_COLOR=1 in the environment.",
        Recursive = true,
    };

    public static RootCommand Create() => new(Description)
    {
        NoColour,
        RunCommand.Create(),
        QuickCommand.Create(),
        UrlCommand.Create(),
        ReportCommand.Create(),
        ShowCommand.Create(),
        ExportCommand.Create(),
        HistoryCommand.Create(),
        ListCommand.Create(),
        ValidateCommand.Create(),
        SchemaCommand.Create(),
        TemplateCommand.Create(),
        DoctorCommand.Create(),
        CompareCommand.Create(),
        GateCommand.Create(),
        AbCommand.Create(),
        SelfTestCommand.Create(),
        LinkCommandLine.Create(),
        ServeCommand.Create(),
        CompletionsCommand.Create(),
        ManCommand.Create(),
        CompletionsCommand.CreateAnswer(),
        HoldCommand.Create(),
    };

    public static async Task<int> RunAsync(string[] arguments)
    {
        try
        {
            var root = Create();
            var parsed = root.Parse(HelpText.AsOption(arguments));
            if (parsed.GetResult(NoColour) is { Implicit: false })
            {
                Terminals.TurnColourOff();
            }

            if (LacksVerb(parsed))
            {
                // As other tools do, on standard error and as a wrong command line (clap's arg_required_else_help, as in ripgrep and fd): a
                // script that lost its verb must not go on as if it had done something.
                HelpText.Write(root, parsed, Console.Error, Terminals.ErrorPaper);
                return ExitCode.Usage;
            }

            if (HelpText.IsWanted(parsed))
            {
                HelpText.Write(root, parsed, Console.Out, Terminals.Paper);
                return ExitCode.Ok;
            }

            if (Complaints(parsed) is { Count: > 0 } complaints)
            {
                return Complain([.. complaints, "help: protobench --help lists the commands, protobench COMMAND --help its options"]);
            }

            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
        }
        catch (Exception error) when (error is UsageException or FormatException or DirectoryNotFoundException)
        {
            return Complain([error.Message]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"protobench: {error.Message}").ConfigureAwait(false);
            return ExitCode.MachineNotAble;
        }
        catch (Exception error)
        {
            await Console.Error.WriteLineAsync(
                $"protobench: this is a bug in ProtoBench, please report it with the lines below.\n{error}").ConfigureAwait(false);
            return ExitCode.Internal;
        }
    }

    private static List<string> Complaints(ParseResult parsed)
    {
        // A mistyped verb or option makes further errors of what follows it: that it is unknown is the only news.
        return Misspelling.Of(parsed) is { Count: > 0 } unknown
            ? [.. unknown]
            : [.. parsed.Errors.Select(error => InPlainWords(error.Message))];
    }

    // 'protobench' or 'protobench history' alone.
    private static bool LacksVerb(ParseResult parsed) =>
        parsed.CommandResult.Command is { Action: null } command
            && command.Subcommands.Any()
            && parsed is { UnmatchedTokens.Count: 0, Errors.Count: > 0 };

    // System.CommandLine names the .NET type that a text could not be converted to.
    private static string InPlainWords(string message) => message.Split(" as expected type ") switch
    {
        [var what, var type] when type.Contains("Int32", StringComparison.Ordinal) => $"{what}: it takes a whole number",
        [var what, var type] when type.Contains("Double", StringComparison.Ordinal) => $"{what}: it takes a number",
        [var what, ..] => NotAmong().Replace(what, match => $"there is no '{match.Groups["given"].Value}' here; " + Spelling.Hint(
            match.Groups["given"].Value,
            [.. match.Groups["words"].Value.Split('\'', StringSplitOptions.RemoveEmptyEntries).Where(word => word.Trim().Length > 0)],
            "there are")),
        _ => message,
    };

    // How System.CommandLine refuses a word that is none of those it was told of.
    [GeneratedRegex(@"\AArgument '(?<given>.*)' not recognized\. Must be one of:\s+(?<words>.*)\z", RegexOptions.Singleline)]
    private static partial Regex NotAmong();

    private static int Complain(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Console.Error.WriteLine(line.StartsWith("help:", StringComparison.Ordinal)
                || line.Contains("error PB", StringComparison.Ordinal) ? line : $"protobench: {line}");
        }

        return ExitCode.Usage;
    }
}
