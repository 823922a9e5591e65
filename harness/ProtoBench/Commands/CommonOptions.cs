using System.CommandLine;
using System.CommandLine.Parsing;

namespace ProtoBench.Commands;

/// <summary>Options several commands share, so that they are spelled and explained alike.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Print the result as JSON on standard output." };

    public static Option<string[]> Set() => new("--set")
    {
        Description = "Override a key of the scenario, such as trials=3 or workloads.echo.request=1KiB. May be repeated.",
        HelpName = "key=value",
        AllowMultipleArgumentsPerToken = false,
    };

    public static Option<int?> Seed() =>
        new("--seed") { Description = "Seed of the trial order and of arrivals; replaces the scenario's." };

    public static Option<bool> DryRun() => new("--dry-run", "-n") { Description = "Show what would run and for how long." };

    public static Option<string?> Output() => new("--output", "-o")
    {
        Description = "Folder for the results (default: results/runs/<utc>-<scenario>). A name that ends with .html, .md or .csv gets that "
            + "report, beside the default folder.",
    };

    /// <summary>
    /// Refuses values of <paramref name="option"/> that are not valid, and text that is no such value at all, with
    /// <paramref name="sentence"/>.
    /// </summary>
    public static void Require<T>(Option<T> option, Func<T?, bool> isValid, string sentence) => option.Validators.Add(result =>
    {
        if (!IsValid(result))
        {
            result.AddError(sentence);
        }

        bool IsValid(OptionResult given)
        {
            try
            {
                return isValid(given.GetValueOrDefault<T>());
            }
            catch (InvalidOperationException)
            {
                // How System.CommandLine 2.0 answers when the text could not be converted.
                return false;
            }
        }
    });
}
