using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Results;

namespace ProtoBench.Commands;

/// <summary>Reads the runs a command line names.</summary>
internal static class StoredRuns
{
    // One letter each; nobody compares more runs in one table, and a report of them could not be read.
    private const int Most = 26;

    /// <param name="folders">At least one.</param>
    /// <param name="labels">As typed: <c>A=before</c> calls the first run "before".</param>
    /// <exception cref="UsageException">A label names no run, or two runs have the same.</exception>
    /// <exception cref="IOException">A folder is not that of a run.</exception>
    public static RunSummary Summarise(IReadOnlyList<string> folders, IReadOnlyList<string> labels)
    {
        if (folders.Count > Most)
        {
            throw new UsageException($"{folders.Count} runs are too many for one report; at most {Most} stand side by side");
        }

        if (folders.Count == 1)
        {
            return labels.Count == 0
                ? RunSummary.Of(RunFolder.Open(folders[0]).Read())
                : throw new UsageException("--label tells several runs apart; there is only one");
        }

        var names = Names(folders.Count, labels);
        return SideBySide.Of([.. folders.Select((folder, index) => new RunPart(names[index], RunFolder.Open(folder).Read()))]);
    }

    /// <summary>
    /// Says on standard error what of the planned trials is not in the folders, and makes it the exit code: a report drawn of half a run
    /// looks like one of a whole run to whoever only asks whether the command succeeded.
    /// </summary>
    public static int ExitOf(IEnumerable<RunResult> runs)
    {
        var exit = ExitCode.Ok;
        foreach (var run in runs.Where(run => run.Trials.Count < run.Plan.Trials.Count || run.Plan.Trials.Count == 0))
        {
            exit = ExitCode.NotMeasured;
            Console.Error.WriteLine(run.Plan.Trials.Count == 0
                ? $"protobench: {run.Id} has no trial: none of its {run.Plan.Cells.Count} cells could run"
                : $"protobench: {run.Id} is not whole: it has {run.Trials.Count} of {run.Plan.Trials.Count} planned trials; "
                    + "'protobench run --resume' measures the others");
        }

        return exit;
    }

    private static string[] Names(int count, IReadOnlyList<string> labels)
    {
        string[] names = [.. Enumerable.Range(0, count).Select(index => ((char)('A' + index)).ToString())];
        foreach (var label in labels)
        {
            var parts = label.Split('=', 2, StringSplitOptions.TrimEntries);
            var run = parts[0].Length == 1 ? char.ToUpperInvariant(parts[0][0]) - 'A' : -1;
            if (parts.Length != 2 || parts[1].Length == 0 || run < 0 || run >= count)
            {
                throw new UsageException(
                    $"--label {label}: write LETTER=NAME with a letter from A to {(char)('A' + count - 1)}, such as A=before");
            }

            // A slash would look like part of a cell's id.
            names[run] = parts[1].Replace('/', '-');
        }

        return names.Distinct(StringComparer.Ordinal).Count() == count
            ? names
            : throw new UsageException($"two runs would both be called "
                + $"'{names.GroupBy(name => name).First(group => group.Count() > 1).Key}'; give them different names");
    }
}
