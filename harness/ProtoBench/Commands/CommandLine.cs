using System.CommandLine;
using ProtoBench.Links.Commands;

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
        DriveCommand.Create(),
    };

    public static async Task<int> RunAsync(string[] arguments)
    {
        var parsed = Create().Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            return Complain([.. parsed.Errors.Select(error => error.Message), "help: protobench --help lists the commands, protobench COMMAND --help its options"]);
        }

        try
        {
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
        }
        catch (Exception error) when (error is UsageException or FormatException or DirectoryNotFoundException)
        {
            return Complain([error.Message]);
        }
        catch (IOException error)
        {
            await Console.Error.WriteLineAsync($"protobench: {error.Message}").ConfigureAwait(false);
            return ExitCode.MachineNotAble;
        }
        catch (UnauthorizedAccessException error)
        {
            await Console.Error.WriteLineAsync($"protobench: {error.Message}").ConfigureAwait(false);
            return ExitCode.MachineNotAble;
        }
        catch (Exception error)
        {
            await Console.Error.WriteLineAsync($"protobench: this is a bug in ProtoBench, please report it with the lines below.\n{error}").ConfigureAwait(false);
            return ExitCode.Internal;
        }
    }

    private static int Complain(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Console.Error.WriteLine(line.StartsWith("help:", StringComparison.Ordinal) || line.Contains("error PB", StringComparison.Ordinal) ? line : $"protobench: {line}");
        }

        return ExitCode.Usage;
    }
}
