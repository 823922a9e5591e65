using System.CommandLine;
using ProtoBench.Analysis.Comparisons.Gates;
using ProtoBench.Model.Scenarios.Keys;
using ProtoBench.Reading.Links;

namespace ProtoBench.Commands;

/// <summary><c>protobench schema</c>: the formats for editors.</summary>
internal static class SchemaCommand
{
    /// <summary>Every format by the word that prints it; the first is the default.</summary>
    private static readonly (string Name, Func<string> Text)[] Formats =
    [
        ("scenario", () => ScenarioSchema.Text(ScenarioInput.Vocabulary)),
        ("gates", () => ScenarioSchema.Text("ProtoBench gate policy", GatePolicyKeys.Shape.Schema(ScenarioInput.Vocabulary))),
        ("link", LinkProfileKeys.Schema),
    ];

    public static Command Create()
    {
        string[] names = [.. Formats.Select(format => format.Name)];
        var format = new Argument<string>(
            "format")
        { Description = $"{string.Join(", ", names[..^1])} or {names[^1]}.", DefaultValueFactory = _ => names[0] };
        format.AcceptOnlyFromAmong(names);
        var command =
            new Command("schema", "Print the JSON Schema of scenario files, gate policies or link profiles, for editors.") { format };
        command.SetAction(parsed =>
        {
            Console.Out.Write(Formats.Single(known => known.Name == parsed.GetValue(format)).Text());
            return ExitCode.Ok;
        });
        return command;
    }
}
