using System.CommandLine;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Reading.Links;
using ProtoBench.Trials.Launching;

namespace ProtoBench.Commands;

/// <summary><c>protobench template</c>: files to begin with, all of them inside the program.</summary>
internal static class TemplateCommand
{
    private const string Prefix = "template/";

    /// <summary>What is no scenario and no link profile, by its name.</summary>
    private static readonly (string Name, string File)[] Others =
    [
        ("github", "workflow.yml"), ("gitlab", "installed.yml"), ("gates", "gates.yaml"),
    ];

    // Not in a file: it names this build.
    private const string Gate = "ssh-gate";

    /// <summary>Every name that <c>template</c> takes.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Others.Select(other => other.Name), Gate, .. ShippedScenarios.Names, .. LinkProfileCatalog.Shipped];

    public static Command Create()
    {
        var name = new Argument<string>("name")
        {
            Description = "github or gitlab (continuous integration of your repository), gates (a policy), ssh-gate (the "
                + "command of a limited ssh key), or the name of a scenario or link profile that ships.",
        };
        name.CompletionSources.Add([.. Names]);
        var command = new Command("template", "Print a file to begin with, such as a scenario that ships; redirect it into your own.")
        {
            name,
        };
        command.SetAction(parsed =>
        {
            Console.Out.Write(Text(parsed.GetRequiredValue(name)));
            return ExitCode.Ok;
        });
        return command;
    }

    /// <exception cref="UsageException">There is none of that name.</exception>
    private static string Text(string name) =>
        Others.FirstOrDefault(other => other.Name == name).File is { } file ? Read(Prefix + file)
        : name == Gate ? GateScript.Text()
        : ShippedScenarios.Names.Contains(name) ? ShippedScenarios.Text(name)
        : LinkProfileCatalog.TextOfShipped(name)
            ?? throw new UsageException($"there is no template '{Spelling.Shorten(name)}'; {Spelling.Hint(name, Names, "there are")}");

    private static string Read(string resource)
    {
        using var stream = typeof(TemplateCommand).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{resource} is not in the program");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
