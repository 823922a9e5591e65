using System.CommandLine;
using System.CommandLine.Help;
using ProtoBench.Reports.Text;

namespace ProtoBench.Commands;

/// <summary>Help, however it is asked for: <c>--help</c>, <c>help</c>, <c>help VERB</c>, or no verb at all.</summary>
internal static class HelpText
{
    /// <summary>The verb that is none: what follows it is explained.</summary>
    public const string Word = "help";

    /// <summary><c>help run</c> is <c>run --help</c>, as in git, cargo and docker.</summary>
    public static string[] AsOption(string[] arguments) => arguments is [Word, .. var verbs] ? [.. verbs, "--help"] : arguments;

    public static bool IsWanted(ParseResult parsed) => parsed is { Action: HelpAction, UnmatchedTokens.Count: 0 };

    /// <summary>Of the verb that was named; of the program where none was.</summary>
    public static void Write(RootCommand root, ParseResult parsed, TextWriter output, TextPaper paper)
    {
        if (parsed.CommandResult.Command == root)
        {
            RootHelp.Write(root, output, paper);
            return;
        }

        List<string> verbs = [];
        for (var result = parsed.CommandResult; result.Parent is System.CommandLine.Parsing.CommandResult parent; result = parent)
        {
            verbs.Insert(0, result.Command.Name);
        }

        root.Options.OfType<HelpOption>().Single().Action = new HelpAction { MaxWidth = paper.Columns };
        root.Parse([.. verbs, "--help"]).Invoke(new InvocationConfiguration { Output = output });
    }
}
