using System.Diagnostics;
using System.Text.RegularExpressions;
using ProtoBench.Machine;

namespace ProtoBench.Trials.Doctor;

/// <summary>What <c>protobench doctor</c> says of emulated links.</summary>
internal static class LinkCheck
{
    // As LinkDoctorCommand writes them.
    private static readonly Regex LinkStep = new("^(?:FAIL|no  ) (?<step>[^:]+): (?<found>.*)$");
    private static readonly Regex LinkHelp = new(@"^ *help: (?<help>.*)$", RegexOptions.Multiline);

    // In a process of its own, because without root it has to replace itself by one inside a user namespace.
    public static IReadOnlyList<Finding> Run()
    {
        var start = new ProcessStartInfo(
            Executables.Application, ["link", "doctor"])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        using var doctor = Process.Start(start) ?? throw new IOException($"{Executables.Application} did not start");
        var complaints = doctor.StandardError.ReadToEndAsync();
        var lines = doctor.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        doctor.WaitForExit();
        return Findings(doctor.ExitCode == 0, lines, complaints.Result);
    }

    /// <summary>What <c>protobench link doctor</c> has printed: whether links work, and each step that does not with its remedy.</summary>
    internal static IReadOnlyList<Finding> Findings(bool works, IReadOnlyList<string> lines, string complaints)
    {
        var (steps, needed) = (new List<Finding>(), new List<Finding>());
        for (var i = 0; i < lines.Count; i++)
        {
            if (LinkStep.Match(lines[i]) is { Success: true } step)
            {
                var help = i + 1 < lines.Count ? LinkHelp.Match(lines[i + 1]) : Match.Empty;
                steps.Add(new(
                    FindingSeverity.Warning,
                    step.Groups["step"].Value,
                    step.Groups["found"].Value,
                    help.Success ? help.Groups["help"].Value : "protobench link doctor"));
                needed.AddRange(lines[i].StartsWith("FAIL", StringComparison.Ordinal) ? [steps[^1]] : []);
            }
        }

        var told = LinkHelp.Match(complaints);
        return
        [
            works ? new(FindingSeverity.Ok, "emulated links", "can be built here (protobench link doctor shows each step)")
                : needed.Count > 0 ? new(
                    FindingSeverity.Warning, "emulated links", $"cannot be built here: {needed[0].Subject} fails", needed[0].Remedy)
                : new(
                    FindingSeverity.Warning,
                    "emulated links",
                    complaints.Split('\n')[0].Trim() is { Length: > 0 } why ? why : "cannot be built here",
                    told.Success ? told.Groups["help"].Value : "protobench link doctor"),
            .. steps,
        ];
    }
}
