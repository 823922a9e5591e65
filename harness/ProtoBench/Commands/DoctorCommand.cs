using System.CommandLine;
using System.Text.Json;
using ProtoBench.Machine;
using ProtoBench.Reports.Text;
using ProtoBench.Trials;
using ProtoBench.Trials.Doctor;
using ProtoBench.Trials.Launching;

namespace ProtoBench.Commands;

/// <summary><c>protobench doctor</c>: what this machine, or hosts, can and cannot run, and how to mend it.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var json = CommonOptions.Json();
        var hosts = HostsOption.ForChecks();
        var command = new Command("doctor", "Say what this machine can and cannot measure, and how to fix the rest.") { hosts, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var findings = parsed.GetValue(hosts) is { } list
                ? await OfHostsAsync(list, cancellationToken).ConfigureAwait(false)
                : MachineCheck.Run("results", OutputFolder.ParentAtHome);
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

    private static async Task<IReadOnlyList<Finding>> OfHostsAsync(string list, CancellationToken cancellationToken)
    {
        // Without a peer there is nothing to copy to them.
        _ = OneBuild.OfThis();
        return await HostsCheck.RunAsync(HostsOption.Parse(list), new SshShell(), cancellationToken).ConfigureAwait(false);
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
