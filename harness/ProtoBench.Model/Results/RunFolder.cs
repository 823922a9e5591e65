using System.Text.Json;
using ProtoBench.Model.Text;

namespace ProtoBench.Model.Results;

/// <summary>
/// The folder of one run, as results/README.md documents it. A finished trial is on the disk before the next one starts, so neither a kill
/// nor a full disk loses it.
/// </summary>
public sealed class RunFolder
{
    public const string PlanFile = "plan.json";
    public const string FingerprintFile = "fingerprint.json";
    public const string TrialsFile = "trials.jsonl";
    public const string EndingFile = "ending.json";

    private RunFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>Makes a new folder and writes what is known before the first trial.</summary>
    /// <exception cref="IOException">It holds a run already, or cannot be written.</exception>
    public static RunFolder Create(string path, RunResult run)
    {
        Directory.CreateDirectory(path);
        if (File.Exists(System.IO.Path.Combine(path, PlanFile)))
        {
            throw new IOException(
                $"{path} holds a run already; choose another folder, or continue that run with --resume {ShellText.Path(path)}");
        }

        var folder = new RunFolder(path);
        WholeFile.Write(
            folder.InFolder(FingerprintFile),
            writer => writer.Write(JsonSerializer.Serialize(run.Fingerprint, ResultJson.Indented.Fingerprint)));
        WholeFile.Write(folder.InFolder(TrialsFile), _ => { });
        var header = new RunHeader
        {
            Id = run.Id,
            Started = run.Started,
            Command = run.Command,
            Launched = run.Launched,
            Plan = run.Plan,
            Before = run.Before,
            Hosts = run.Hosts,
        };
        WholeFile.Write(folder.InFolder(PlanFile), writer => writer.Write(JsonSerializer.Serialize(header, ResultJson.Indented.RunHeader)));
        return folder;
    }

    /// <summary>Opens the folder of an earlier run.</summary>
    /// <exception cref="DirectoryNotFoundException">It is not one; the message says what is missing.</exception>
    public static RunFolder Open(string path) =>
        File.Exists(System.IO.Path.Combine(path, PlanFile))
            ? new RunFolder(path)
            : throw new DirectoryNotFoundException($"{path} is not the folder of a run: it has no {PlanFile}");

    /// <summary>Reads everything back. A last line that was cut off by a kill is left out: that trial had not finished.</summary>
    /// <exception cref="IOException">A file is missing or not of this format.</exception>
    public RunResult Read()
    {
        var header = FolderFiles.Read(InFolder(PlanFile), ResultJson.Default.RunHeader);
        if (header.Plan.FormatVersion != 1)
        {
            throw new IOException($"{Path} is a run of format {header.Plan.FormatVersion}; this program reads format 1");
        }

        var run = new RunResult
        {
            Id = header.Id,
            Started = header.Started,
            Command = header.Command,
            Launched = header.Launched,
            Plan = header.Plan,
            Before = header.Before,
            Hosts = header.Hosts,
            Fingerprint = FolderFiles.Read(InFolder(FingerprintFile), ResultJson.Default.Fingerprint),
            Trials = Latest([.. FolderFiles.ReadLines(InFolder(TrialsFile), ResultJson.Default.TrialResult)]),
        };
        return File.Exists(InFolder(EndingFile))
            ? run.EndedBy(FolderFiles.Read(InFolder(EndingFile), ResultJson.Default.RunEnding))
            : run;
    }

    // A trial that lacked hosts was run again by a run that went on.
    private static IReadOnlyList<TrialResult> Latest(List<TrialResult> trials) =>
    [
        .. trials.Where((trial, i) => trial.Without is null || !trials.Skip(i + 1).Any(later => later.Number == trial.Number)),
    ];

    /// <summary>Notes that the rest of the plan is not needed.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void End(RunEnding ending) => WholeFile.Write(
        InFolder(EndingFile), writer => writer.Write(JsonSerializer.Serialize(ending, ResultJson.Indented.RunEnding)));

    /// <summary>Appends one finished trial and waits until it is on the disk. On an error the file is left as it was.</summary>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    public void Append(TrialResult trial) =>
        FolderFiles.Append(InFolder(TrialsFile), JsonSerializer.Serialize(trial, ResultJson.Default.TrialResult));

    public string InFolder(string name) => System.IO.Path.Combine(Path, name);
}
