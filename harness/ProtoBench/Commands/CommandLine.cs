using System.CommandLine;
using ProtoBench.Commands.Links;

namespace ProtoBench.Commands;

/// <summary>The verbs of <c>protobench</c>, and the one place where an error becomes a sentence and an exit code.</summary>
internal static class CommandLine
{
    private const string Description =
        "Which protocol should carry this traffic, and did yesterday's change make it slower? "
        + "Compares protocols with fresh pairs of client and server processes.";

    public static RootCommand Create() => new(Description)
    {
        RunCommand.Create(),
        QuickCommand.Create(),
        ReportCommand.Create(),
        ShowCommand.Create(),
        ExportCommand.Create(),
        HistoryCommand.Create(),
        ListCommand.Create(),
        ValidateCommand.Create(),
        SchemaCommand.Create(),
        DoctorCommand.Create(),
        CompareCommand.Create(),
        GateCommand.Create(),
        AbCommand.Create(),
        SelfTestCommand.Create(),
        LinkCommandLine.Create(),
        ServeCommand.Create(),
        HoldCommand.Create(),
    };

    public static async Task<int> RunAsync(string[] arguments)
    {
        try
        {
            var parsed = Create().Parse(arguments);
            if (LacksVerb(parsed))
            {
                return await ShowHelpAsync(arguments).ConfigureAwait(false);
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

    // As other tools do, on standard error and as a wrong command line: a script that lost its verb must not go on as if it had done
    // something.
    private static async Task<int> ShowHelpAsync(string[] arguments)
    {
        await Create().Parse([.. arguments, "--help"]).InvokeAsync(new InvocationConfiguration { Output = Console.Error }).ConfigureAwait(
            false);
        return ExitCode.Usage;
    }

    // System.CommandLine names the .NET type that a text could not be converted to.
    private static string InPlainWords(string message) => message.Split(" as expected type ") switch
    {
        [var what, var type] when type.Contains("Int32", StringComparison.Ordinal) => $"{what}: it takes a whole number",
        [var what, var type] when type.Contains("Double", StringComparison.Ordinal) => $"{what}: it takes a number",
        [var what, ..] => what,
        _ => message,
    };

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
