using System.CommandLine;
using System.Text.Json;
using ProtoBench.Machine;
using ProtoBench.Reports.Text;
using ProtoBench.Trials.Doctor;

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
            var findings = MachineCheck.Run("results", OutputFolder.ParentAtHome);
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
        var paper = Terminals.Paper;
        var widest = findings.Max(finding => finding.Subject.Length);
        var told = new Dictionary<string, string>();
        using var text = new StringWriter { NewLine = "\n" };
        foreach (var finding in findings)
        {
            var (tone, mark) = finding.Severity switch
            {
                FindingSeverity.Ok => (TextTone.Good, "ok  "),
                FindingSeverity.Warning => (TextTone.Undecided, "warn"),
                _ => (TextTone.Bad, "fail"),
            };
            text.Write(paper.Paint(tone, mark));
            var lead = $"{new string(' ', mark.Length)} {finding.Subject.PadRight(widest)} ";
            TextLines.Hanging(text, lead, finding.Found, paper, skip: mark.Length);
            if (finding.Remedy is { } remedy)
            {
                // One library that is missing is missing to everything that stands on it.
                var way = told.TryGetValue(remedy, out var first) ? $"as for {first}" : remedy;
                told.TryAdd(remedy, finding.Subject);
                TextLines.Hanging(text, $"{new string(' ', mark.Length + widest + 2)}→ ", way, paper);
            }
        }

        Console.Out.Write(Terminals.IsUnicode ? text.ToString() : AsciiText.Of(text.ToString()));
    }
}
