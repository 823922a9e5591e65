using System.CommandLine;

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

    public static Option<int?> Seed() => new("--seed") { Description = "Seed of the trial order and of arrivals; replaces the scenario's." };

    public static Option<string?> Output() => new("--output", "-o") { Description = "Folder for the results (default: results/runs/<utc>-<scenario>)." };
}
