using System.CommandLine;
using System.CommandLine.Help;
using ProtoBench.Commands;
using ProtoBench.Commands.Shell;
using ProtoBench.Protocols;
using ProtoBench.Reading.Links;
using Xunit;

namespace ProtoBench.Tests.Commands.Shell;

/// <summary>What a shell is told that fits, of the real commands. scripts/package/try-shells.sh asks through the real shells.</summary>
public sealed class CompletionTests
{
    [Theory]
    [InlineData("re|", "report")]
    [InlineData("link |", "run check profiles doctor")]
    [InlineData("help li|", "list link")]
    [InlineData("help link c|", "check")]
    [InlineData("run ec|", "echo")]
    [InlineData("run echo ec|", "echo")]
    [InlineData("run --protocols tcp,http|", "tcp,http1 tcp,http2 tcp,http3")]
    [InlineData("quick --link wan-4|", "wan-40ms wan-40ms-lossy-1")]
    [InlineData("quick --link=wan-4|", "--link=wan-40ms --link=wan-40ms-lossy-1")]
    [InlineData("quick --link = wan-4|", "wan-40ms wan-40ms-lossy-1")]
    [InlineData("quick --tls tc|", "tcp")]
    [InlineData("run --set tria|", "trials=")]
    [InlineData("run -n --dry|", "")]
    [InlineData("run --dry|", "--dry-run")]
    [InlineData("serve http1 --io |", "async blocking")]
    [InlineData("serve http1 http|", "")]
    [InlineData("schema |", "gates link scenario")]
    [InlineData("completions |", "bash fish zsh")]
    [InlineData("export run -f juni|", "junit")]
    [InlineData("ho|", "")]
    [InlineData("link a|", "")]
    [InlineData("nonsense |", "")]
    [InlineData("--no-c|", "--no-color")]
    [InlineData("run --no-c|", "--no-color")]
    public void Words_that_fit_are_offered_and_no_others(string line, string wanted) =>
        Assert.Equal(wanted, string.Join(' ', Asked(line).Words.Select(word => word.Word)));

    [Theory]
    [InlineData("run |", "files")]
    [InlineData("link check |", "files")]
    [InlineData("report |", "folders")]
    [InlineData("gate run --policy |", "files")]
    [InlineData("history add run --store |", "folders")]
    [InlineData("report run --svg |", "folders")]
    [InlineData("link run lan -- |", "program")]
    [InlineData("link run lan -- curl -|", "program")]
    [InlineData("quick |", "none")]
    [InlineData("|", "none")]
    public void Names_of_files_are_offered_where_they_fit(string line, string wanted) =>
        Assert.Equal(wanted, CompletionScripts.Answer(Asked(line)).Split('\n')[0]);

    [Fact]
    public void Every_verb_and_option_that_is_shown_can_be_completed()
    {
        var root = CommandLine.Create();
        var asked = 0;
        foreach (var (path, command) in Commands(root, ""))
        {
            var offered = Asked(path + "-|").Words.Select(word => word.Word).ToList();
            foreach (var option in command.Options.Where(option => option is { Hidden: false } and not HelpOption))
            {
                Assert.True(offered.Contains(option.Name), $"'{path}' is not offered {option.Name}");
                asked++;
            }

            if (command.Subcommands.Any(verb => !verb.Hidden))
            {
                Assert.Equal(
                    command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name),
                    Asked(path + "|").Words.Select(word => word.Word).Except(["help"]));
            }
        }

        Assert.True(asked > 80, $"only {asked} options");
    }

    [Fact]
    public void An_option_that_was_given_is_offered_again_only_where_it_may_be_repeated()
    {
        var offered = Asked("run --seed 1 --set trials=3 -|").Words.Select(word => word.Word).ToList();

        Assert.DoesNotContain("--seed", offered);
        Assert.Contains("--set", offered);
        Assert.Contains("--help", offered);
    }

    [Fact]
    public void Values_are_those_of_the_catalogs()
    {
        Assert.Equal(ProtocolCatalog.All.Select(protocol => protocol.Name), Asked("quick |").Words.Select(word => word.Word));
        Assert.Equal(LinkProfileCatalog.Names, Asked("link check |").Words.Select(word => word.Word));
        Assert.Equal(ShippedScenarios.Names, Asked("validate |").Words.Select(word => word.Word));
        Assert.Equal(TemplateCommand.Names.Order(StringComparer.Ordinal), Asked("template |").Words.Select(word => word.Word).Order(
            StringComparer.Ordinal));
    }

    [Fact]
    public void The_answer_says_which_files_fit_and_then_each_word_with_what_it_is() => Assert.Equal(
        "folders\none\tThe first.\ntwo\t\n",
        CompletionScripts.Answer(new Offer([new("one", "The first."), new("two")], OfferedPaths.Folders)));

    [Fact]
    public void No_word_and_no_explanation_would_be_read_as_two_lines()
    {
        foreach (var (path, _) in Commands(CommandLine.Create(), ""))
        {
            Assert.All(
                Asked(path + "|").Words.Concat(Asked(path + "-|").Words),
                word => Assert.DoesNotContain(word.Word + word.What, character => character is '\n' or '\t'));
        }
    }

    private static Offer Asked(string line)
    {
        // The bar is the cursor, at the end of the last word.
        var words = line.TrimEnd('|').Split(' ');
        return new Completion(CommandLine.Create(), CompletionValues.Of).Of(words);
    }

    private static IEnumerable<(string Path, Command Command)> Commands(Command command, string path) =>
        command.Subcommands.Where(verb => !verb.Hidden)
            .SelectMany(verb => Commands(verb, $"{path}{verb.Name} "))
            .Prepend((path, command));
}
