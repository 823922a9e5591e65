using System.CommandLine;
using System.CommandLine.Help;
using ProtoBench.Commands;
using ProtoBench.Commands.Shell;
using Xunit;

namespace ProtoBench.Tests.Commands.Shell;

/// <summary>The manual page, as text of man(7). scripts/package/try-shells.sh reads it with mandoc and groff.</summary>
public sealed class ManPageTests
{
    private static readonly ManFacts Facts = new()
    {
        Version = "1.2.3",
        Examples = [("run it's", "what it does")],
        ExitCodes = [("0", "Well.")],
        Variables = [("HOME", "Where you live.")],
        Files = [("~/file", "A file.")],
    };

    [Fact]
    public void Every_verb_and_every_option_that_is_shown_has_its_entry()
    {
        var root = CommandLine.Create();
        var page = ManPage.Of(root, Facts);

        Assert.All(Verbs(root, "protobench"), verb =>
        {
            var section = Section(page, verb.Path);
            Assert.All(
                verb.Command.Options.Where(option => option is { Hidden: false } and not HelpOption),
                option => Assert.Contains(option.Name.Replace("-", "\\-", StringComparison.Ordinal), section, StringComparison.Ordinal));
        });
        Assert.DoesNotContain("\"protobench hold\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\"protobench complete\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_means_itself_whatever_characters_it_has()
    {
        var root = new RootCommand(".begins with a dot, 'quotes' \\ back-slash ~ ^ ` and µs")
        {
            new Command("verb", "One.\n\nTwo.")
            {
                new Option<int>("--count", "-c") { Description = "How many.", DefaultValueFactory = _ => 7 },
            },
        };

        var page = ManPage.Of(root, Facts);

        Assert.Contains(
            "\\&.begins with a dot, \\(aqquotes\\(aq \\e back\\-slash \\(ti \\(ha \\(ga and \\[u00B5]s\n",
            page,
            StringComparison.Ordinal);
        Assert.Contains(
            ".SS \"protobench verb\"\n\\fBprotobench verb\\fR [options]\n.PP\nOne.\n.PP\nTwo.\n", page, StringComparison.Ordinal);
        Assert.Contains(".TP\n\\fB\\-c, \\-\\-count\\fR \\fIcount\\fR\nHow many. Default: 7.\n", page, StringComparison.Ordinal);
        Assert.Contains("\\fBprotobench run it\\(aqs\\fR\nwhat it does\n", page, StringComparison.Ordinal);
        Assert.StartsWith(".TH \"PROTOBENCH\" 1 \"\" \"protobench 1.2.3\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void No_line_is_longer_than_what_readers_of_such_pages_expect_unless_it_is_one_word() => Assert.All(
        ManPage.Of(CommandLine.Create(), Facts).Split('\n').Where(line => !line.StartsWith("\\fB", StringComparison.Ordinal)),
        line => Assert.True(line.Length <= 80 || !line.Contains(' ', StringComparison.Ordinal), line));

    private static string Section(string page, string path)
    {
        var head = $".SS \"{path.Replace("-", "\\-", StringComparison.Ordinal)}\"\n";
        var start = page.IndexOf(head, StringComparison.Ordinal);
        Assert.True(start >= 0, $"'{path}' has no section");
        var end = page.IndexOf("\n.S", start + head.Length, StringComparison.Ordinal);
        return page[start..end];
    }

    private static IEnumerable<(string Path, Command Command)> Verbs(Command command, string path) =>
        command.Subcommands.Where(verb => !verb.Hidden)
            .SelectMany(verb => Verbs(verb, $"{path} {verb.Name}").Prepend(($"{path} {verb.Name}", verb)));
}
