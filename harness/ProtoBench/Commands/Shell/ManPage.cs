using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;

namespace ProtoBench.Commands.Shell;

/// <summary>The manual page of the program, in the language of man(7): the same definitions give the same page. Pure.</summary>
internal static class ManPage
{
    public static string Of(RootCommand root, ManFacts facts)
    {
        var name = "protobench";
        var page = new Roff();
        page.Title(name, $"{name} {facts.Version}");
        page.Section("NAME");
        page.Paragraph($"{name} - compare protocols, and find what became slower");
        page.Section("SYNOPSIS");
        page.Synopsis(name, "COMMAND [options]");
        page.Synopsis($"{name} help", "[COMMAND]");
        page.Section("DESCRIPTION");
        page.Paragraph(root.Description ?? "");
        page.Section("COMMANDS");
        foreach (var verb in Shown(root))
        {
            Write(page, name, verb);
        }

        page.Section("OPTIONS OF EVERY COMMAND");
        page.Entry("-h, --help", "", "Show how it is used.");
        foreach (var option in root.Options.Where(option => option is { Recursive: true, Hidden: false } and not HelpOption))
        {
            Write(page, option);
        }

        page.Entry("--version", "", "Print which build this is, with the commit it was made from. Without a command.");
        Terms(page, "EXIT STATUS", facts.ExitCodes);
        Terms(page, "ENVIRONMENT", facts.Variables);
        Terms(page, "FILES", facts.Files);
        Terms(page, "EXAMPLES", [.. facts.Examples.Select(example => ($"{name} {example.Command}", example.What))]);
        return page.ToString();
    }

    private static IEnumerable<Command> Shown(Command command) => command.Subcommands.Where(verb => !verb.Hidden);

    private static void Write(Roff page, string before, Command verb)
    {
        var path = $"{before} {verb.Name}";
        page.Subsection(path);
        page.Synopsis(path, string.Join(' ', verb.Arguments.Where(argument => !argument.Hidden).Select(Usage)
            .Concat(verb.Options.Any(option => option is { Hidden: false } and not HelpOption) ? ["[options]"] : [])
            .Concat(Shown(verb).Any() ? ["COMMAND"] : [])));
        foreach (var paragraph in (verb.Description ?? "").Split("\n\n"))
        {
            page.Paragraph(paragraph);
        }

        foreach (var argument in verb.Arguments.Where(argument => argument is { Hidden: false, Description.Length: > 0 }))
        {
            page.Entry(argument.Name, "", argument.Description ?? "");
        }

        foreach (var option in verb.Options.Where(option => option is { Hidden: false } and not HelpOption))
        {
            Write(page, option);
        }

        foreach (var inner in Shown(verb))
        {
            Write(page, path, inner);
        }
    }

    private static void Write(Roff page, Option option)
    {
        var names = option.Aliases.Order(StringComparer.Ordinal).Append(option.Name).Distinct();
        var takesValue = option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool);
        page.Entry(
            string.Join(", ", names),
            takesValue ? option.HelpName ?? option.Name.TrimStart('-') : "",
            option.Description + Default(option));
    }

    // Where the description does not tell it.
    private static string Default(Option option) =>
        option.HasDefaultValue
            && option.ValueType != typeof(bool)
            && option.Description?.Contains("efault", StringComparison.Ordinal) != true
            && Convert.ToString(option.GetDefaultValue(), CultureInfo.InvariantCulture) is { Length: > 0 } usual
            ? $" Default: {usual}."
            : "";

    private static string Usage(Argument argument)
    {
        var name = argument.Name + (argument.Arity.MaximumNumberOfValues > 1 ? "..." : "");
        return argument.Arity.MinimumNumberOfValues == 0 || argument.HasDefaultValue ? $"[{name}]" : name;
    }

    private static void Terms(Roff page, string title, IReadOnlyList<(string Term, string Meaning)> terms)
    {
        page.Section(title);
        foreach (var (term, meaning) in terms)
        {
            page.Entry(term, "", meaning);
        }
    }
}
