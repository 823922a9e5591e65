using System.CommandLine;
using System.CommandLine.Parsing;
using ProtoBench.Commands.Links;
using ProtoBench.Model.Scenarios.Keys;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Protocols;

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
            var written = parsed.UnmatchedTokens[0];
            var verbs = command.Command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name).ToArray();
            var group = command.Parent is null ? "" : $" of '{command.Command.Name}'";
            var hint = command.Parent is null && WithVerb(written) is { } whole
                ? $"did you mean '{whole}'?"
                : Spelling.Nearest(written, [.. verbs, HelpText.Word]) is HelpText.Word ? $"did you mean '{HelpText.Word}'?"
                : Spelling.Hint(written, verbs, "there are");
            return [$"there is no command '{Spelling.Shorten(written)}'{group}; {hint}"];
        }

        // An option that a command does not have is read as one more of its arguments, or, where it has none left, as no part of it.
        var taken = command.Children.OfType<ArgumentResult>().Where(result => result.Argument.Name != LinkCommandLine.ProgramArgument)
            .SelectMany(result => result.Tokens).Select(token => token.Value);
        var known = command.Command.Options.Where(option => !option.Hidden).Select(option => option.Name).ToArray();
        return
        [
            .. taken.Concat(parsed.UnmatchedTokens).Where(IsOption).Distinct(StringComparer.Ordinal)
                .Select(
                    option => $"'{command.Command.Name}' has no option {Spelling.Shorten(option)}" + Meant(option, known)),
        ];
    }

    private static bool IsOption(string text) => text.Length > 1 && text[0] == '-';

    // What was meant for a verb that was left out.
    private static string? WithVerb(string written) =>
        ShippedScenarios.Names.Contains(written) && written != "quick" ? $"run {written}"
        : ProtocolCatalog.Find(written) is not null ? $"quick {written}"
        : written is "version" or "-V" ? "--version"
        : File.Exists(written) && Path.GetExtension(written) is ".yaml" or ".yml" ? $"run {Spelling.Shorten(written)}"
        : null;

    private static string Meant(string option, string[] known)
    {
        var parts = option.Split('=', 2);
        if (Spelling.Nearest(parts[0], known) is { } nearest)
        {
            return $"; did you mean {nearest}?";
        }

        // What other tools have an option for is a key of the scenario here, and --set changes every key.
        var keys = ScenarioKeys.Shape.Keys.Select(key => key.Name);
        return known.Contains("--set") && Spelling.Nearest(parts[0].TrimStart('-'), keys) is { } key
            ? $"; did you mean --set {key}={(parts.Length > 1 ? Spelling.Shorten(parts[1]) : "...")}?"
            : "";
    }
}
