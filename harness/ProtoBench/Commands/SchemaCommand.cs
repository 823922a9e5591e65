using System.CommandLine;
using ProtoBench.Analysis.Comparisons.Gates;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Commands;

/// <summary><c>protobench schema</c>: the formats for editors.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var format = new Argument<string>("format") { Description = "scenario or gates.", DefaultValueFactory = _ => "scenario" };
        format.AcceptOnlyFromAmong("scenario", "gates");
        var command = new Command("schema", "Print the JSON Schema of scenario files or of gate policies, for editors.") { format };
        command.SetAction(parsed =>
        {
            Console.Out.Write(parsed.GetValue(format) == "gates"
                ? ScenarioSchema.Text("ProtoBench gate policy", GatePolicyKeys.Shape.Schema(ScenarioInput.Vocabulary))
                : ScenarioSchema.Text(ScenarioInput.Vocabulary));
            return ExitCode.Ok;
        });
        return command;
    }
}
