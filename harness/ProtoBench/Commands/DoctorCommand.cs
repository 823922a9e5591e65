using System.CommandLine;
using System.Text.Json;
using ProtoBench.Machine;
using ProtoBench.Trials.Doctor;
using Spectre.Console;

namespace ProtoBench.Commands;

/// <summary><c>protobench doctor</c>: what this machine can and cannot run, and how to mend it.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var json = CommonOptions.Json();
        var command = new Command("doctor", "Say what this machine can and cannot measure, and how to fix the rest.") { json };
        command.SetAction(parsed =>
        {
            var findings = MachineCheck.Run("results");
            if (parsed.GetValue(json))
            {
                Console.Out.WriteLine(JsonSerializer.Serialize(findings, CommandJson.Default.IReadOnlyListFinding));
            }
            else
            {
                Print(findings);
            }

            return findings.Any(finding => finding.Severity == FindingSeverity.Error) ? ExitCode.MachineNotAble : ExitCode.Ok;
        });
        return command;
    }

    private static void Print(IReadOnlyList<Finding> findings)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "", "");
        foreach (var finding in findings)
        {
            var mark = finding.Severity switch
            {
                FindingSeverity.Ok => "[green]ok[/]",
                FindingSeverity.Warning => "[yellow]warn[/]",
                _ => "[red]fail[/]",
            };
            var text = Markup.Escape(finding.Found) + (finding.Remedy is { } remedy ? $"\n[dim]→ {Markup.Escape(remedy)}[/]" : "");
            table.AddRow(new Markup(mark), new Markup(Markup.Escape(finding.Subject)), new Markup(text));
        }

        Terminals.Out.Write(table);
    }
}
