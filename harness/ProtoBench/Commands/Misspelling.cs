using System.CommandLine;
using System.CommandLine.Parsing;
using ProtoBench.Commands.Links;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Commands;

/// <summary>Verbs and options that do not exist, each with the one that was probably meant.</summary>
internal static class Misspelling
{
    /// <summary>A sentence for each; empty when there is none.</summary>
    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        // What follows '--' is no option of ours, and neither are those of a program to start.
        if (parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash))
        {
            return [];
        }

        var command = parsed.CommandResult;
        if (command.Command.Subcommands.Any() && parsed.UnmatchedTokens.Count > 0 && !IsOption(parsed.UnmatchedTokens[0]))
        {
            var verbs = command.Command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name).ToArray();
            var group = command.Parent is null ? "" : $" of '{command.Command.Name}'";
            return [$"there is no command '{Spelling.Shorten(parsed.UnmatchedTokens[0])}'{group}; "
                + $"{Spelling.Hint(parsed.UnmatchedTokens[0], verbs, "there are")}"];
        }

        // An option that a command does not have is read as one more of its arguments, or, where it has none left, as no part of it.
        var taken = command.Children.OfType<ArgumentResult>().Where(result => result.Argument.Name != LinkCommandLine.ProgramArgument)
            .SelectMany(result => result.Tokens).Select(token => token.Value);
        var known = command.Command.Options.Where(option => !option.Hidden).Select(option => option.Name).ToArray();
        return
        [
            .. taken.Concat(parsed.UnmatchedTokens).Where(IsOption).Distinct(StringComparer.Ordinal)
                .Select(
                    option => $"'{command.Command.Name}' has no option {Spelling.Shorten(option)}" + Meant(option.Split('=')[0], known)),
        ];
    }

    private static bool IsOption(string text) => text.Length > 1 && text[0] == '-';

    private static string Meant(string option, IEnumerable<string> known) =>
        Spelling.Nearest(option, known) is { } nearest ? $"; did you mean {nearest}?" : "";
}
