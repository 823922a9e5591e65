using System.CommandLine;
using ProtoBench.Reports.Text;

namespace ProtoBench.Commands;

/// <summary>
/// What <c>protobench --help</c> prints: the verbs by what they are for, a sentence each, and where to begin. The help of a verb has the
/// rest.
/// </summary>
internal static class RootHelp
{
    private static readonly (string Title, string[] Verbs)[] Groups =
    [
        ("Measure", ["quick", "url", "run", "serve", "link"]),
        ("Look at what was measured", ["show", "report", "export"]),
        ("Compare, and keep watch", ["ab", "compare", "gate", "history"]),
        ("Find out what there is", ["list", "validate", "schema", "template", "doctor", "selftest"]),
        ("For the shell", ["completions", "man"]),
    ];

    /// <summary>Where to begin: what follows the program's name, and what it does.</summary>
    public static IReadOnlyList<(string Command, string What)> Examples { get; } =
    [
        ("quick", "compare all protocols in about a minute"),
        ("quick tcp http2 --tls -n", "what would run, and for how long"),
        ("url https://127.0.0.1:8443/", "protocols for a server of your own"),
        ("run echo", "a scenario that ships; 'list' shows all"),
        ("COMMAND --help", "the options of a command"),
    ];

    public static void Write(RootCommand root, TextWriter output, TextPaper paper)
    {
        TextLines.Wrapped(output, root.Description ?? "", "", paper);
        output.Write("\nUsage: protobench COMMAND [options]\n");
        foreach (var (title, verbs) in Grouped(root))
        {
            output.Write($"\n{title}\n");
            foreach (var verb in verbs)
            {
                Entry(output, verb.Name, FirstSentence(verb.Description ?? ""), 12, paper);
            }
        }

        output.Write("\nFor example\n");
        foreach (var (command, what) in Examples)
        {
            Entry(output, "protobench " + command, what, 38, paper);
        }

        output.Write("\nOptions of every command\n");
        Entry(output, "-h, --help", "how it is used", 14, paper);
        Entry(output, Terminals.NoColourOption, "no colour, as with NO_COLOR=1", 14, paper);
        Entry(output, "--version", "which build this is", 14, paper);
    }

    // A verb that nobody has put into a group is shown all the same.
    private static IEnumerable<(string Title, List<Command> Verbs)> Grouped(RootCommand root)
    {
        var verbs = root.Subcommands.Where(verb => !verb.Hidden).ToList();
        var known = Groups.SelectMany(group => group.Verbs).ToHashSet(StringComparer.Ordinal);
        foreach (var (title, names) in Groups.Append(("Others", [.. verbs.Select(verb => verb.Name).Except(known)])))
        {
            var shown = names.Select(name => verbs.Find(verb => verb.Name == name)).OfType<Command>().ToList();
            if (shown.Count > 0)
            {
                yield return (title, shown);
            }
        }
    }

    private static void Entry(TextWriter output, string name, string what, int column, TextPaper paper)
    {
        var lead = $"  {name.PadRight(column - 2)} ";
        TextLines.Hanging(output, lead, what, paper);
    }

    private static string FirstSentence(string description) => description.Split(". ")[0].Split('\n')[0].TrimEnd('.') + ".";
}
