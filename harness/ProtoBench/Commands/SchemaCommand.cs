using System.CommandLine;
using ProtoBench.Scenarios;

namespace ProtoBench.Commands;

/// <summary><c>protobench schema</c>: the scenario format for editors.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var command = new Command("schema", "Print the JSON Schema of scenario files, for editors.");
        command.SetAction(_ =>
        {
            Console.Out.Write(ScenarioSchema.Text(ScenarioInput.Vocabulary));
            return ExitCode.Ok;
        });
        return command;
    }
}
