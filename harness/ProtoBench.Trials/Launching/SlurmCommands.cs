using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ProtoBench.Model.Scenarios.Hosts;

namespace ProtoBench.Trials.Launching;

/// <summary>The command lines of Slurm's programs. Pure.</summary>
/// <param name="before">Words before every program, such as <c>env SLURM_CONF=…</c>; empty: none.</param>
/// <param name="patience">So long nodes may be in use. Without a limit srun waits ten minutes.</param>
internal sealed partial class SlurmCommands(IReadOnlyList<string> before, TimeSpan patience)
{
    /// <summary>What the allocation's holder says when it has one, before the number of its job.</summary>
    public const string Granted = "allocation ";

    /// <summary>Longer than nodes are on their way back from their last user.</summary>
    public static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(10);

    // A shell that waits for the end of its input, which is that of the process that started salloc: killed or not, the allocation goes
    // with it. With --no-shell it would stay until its limit.
    private const string Holder = "echo \"allocation $SLURM_JOB_ID\"; exec cat >/dev/null";

    // What a user's own allocation says about its own steps is not what is said of ours.
    private static readonly string[] KeptVariables = ["SLURM_CONF", "SLURM_CLUSTERS"];

    /// <summary>Holds an allocation of nodes until its input ends.</summary>
    public ProcessStartInfo Allocate(IReadOnlyList<string> nodes, SlurmRequest request)
    {
        // In a session of its own: Ctrl-C at the terminal is for this process, which then ends what there is in order.
        string[] salloc =
        [
            .. before,
            "salloc",
            $"--immediate={Seconds(patience)}",
            $"--nodes={nodes.Count}",
            $"--nodelist={string.Join(',', nodes)}",
            "--exclusive",
            "--mem=0",
            $"--time={((int)Math.Ceiling(request.Time.TotalMinutes)).ToString(CultureInfo.InvariantCulture)}",
            "--job-name=protobench",

            // Otherwise salloc stays when the allocation has gone.
            "--kill-command=TERM",
            .. request.Partition is { } partition ? [$"--partition={partition}"] : Array.Empty<string>(),
            .. request.Account is { } account ? [$"--account={account}"] : Array.Empty<string>(),
            .. request.Options,
            "sh",
            "-c",
            Holder,
        ];
        return new ProcessStartInfo("setsid", salloc);
    }

    /// <summary>Runs a command on a node of a job. Its output comes line by line; <c>--unbuffered</c> would give it a terminal.</summary>
    public ProcessStartInfo Step(string job, string node, IReadOnlyList<string> words)
    {
        var start = Of(
        [
            "srun",
            $"--jobid={job}",
            "--overlap",
            "--nodes=1",
            "--ntasks=1",
            $"--nodelist={node}",
            "--mem=0",
            "--cpu-bind=none",
            "--chdir=/",
            $"--immediate={Seconds(patience)}",
            .. words,
        ]);
        foreach (var name in start.Environment.Keys
            .Where(name => name.StartsWith("SLURM_", StringComparison.Ordinal) && !KeptVariables.Contains(name)).ToList())
        {
            start.Environment.Remove(name);
        }

        return start;
    }

    /// <summary>Ends a job with all of its steps.</summary>
    public ProcessStartInfo Cancel(string job) => Of(["scancel", "--quiet", job]);

    /// <summary>Tells of each node its name, its state and why.</summary>
    public ProcessStartInfo States(IReadOnlyList<string> nodes) =>
        Of(["sinfo", "--noheader", "--Node", $"--nodes={string.Join(',', nodes)}", "--format=%N %T %E"]);

    /// <summary>What is wrong with nodes, from what <see cref="States"/> printed: <c>h2 is down (Not responding)</c>.</summary>
    public static IReadOnlyList<string> Troubles(string states)
    {
        var troubles = new List<string>();
        foreach (var line in states.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.Split(' ', 3) is [var node, var state, .. var why] && Unusable().IsMatch(state))
            {
                // A star: it does not answer (sinfo(1), NODE STATE CODES).
                var plain = state.TrimEnd('*');
                var silent = state.EndsWith('*') ? "does not answer" : "";
                var reason = why is [var text] && text is not ("none" or "") ? text : silent;
                troubles.Add($"{node} is {plain}{(reason.Length > 0 ? $" ({reason})" : "")}");
            }
        }

        return [.. troubles.Distinct()];
    }

    /// <summary>What a program of Slurm's complained of, without its name.</summary>
    public static string Plain(string complaint)
    {
        foreach (var prefix in (string[])["salloc: ", "srun: ", "error: ", "fatal: "])
        {
            complaint = complaint.StartsWith(prefix, StringComparison.Ordinal) ? complaint[prefix.Length..] : complaint;
        }

        return complaint.TrimEnd('.');
    }

    private ProcessStartInfo Of(IEnumerable<string> words)
    {
        string[] all = [.. before, .. words];
        return new ProcessStartInfo(all[0], all[1..]);
    }

    // sinfo(1), NODE STATE CODES.
    [GeneratedRegex("^(down|drain|fail|inval|maint|no_respond|perfctrs|planned|power|reboot|reserved|unk)|[*]$")]
    private static partial Regex Unusable();

    private static string Seconds(TimeSpan time) => ((int)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
