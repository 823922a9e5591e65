using System.Diagnostics;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Results;

[Trait(Lane.Name, Lane.Waiting)]
public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    [Fact]
    public void What_is_written_is_read_back()
    {
        var run = NewRun();
        var folder = RunFolder.Create(_temporary.File("run"), run);
        folder.Append(Trial(1));
        folder.Append(Trial(2) with { Status = TrialStatus.Invalid, Reasons = ["it ran late"] });

        var read = RunFolder.Open(folder.Path).Read();

        Assert.Equal(run.Id, read.Id);
        Assert.Equal(run.Command, read.Command);
        Assert.Equal(run.Plan.Scenario.Duration, read.Plan.Scenario.Duration);
        Assert.Equal(run.Plan.Trials, read.Plan.Trials);
        Assert.Empty(FingerprintDifference.Between(run.Fingerprint, read.Fingerprint));
        Assert.Equal([1, 2], read.Trials.Select(trial => trial.Number));
        Assert.Equal("it ran late", Assert.Single(read.Trials[1].Reasons));
    }

    [Fact]
    public void A_run_that_ended_by_itself_is_whole()
    {
        var run = NewRun();
        var folder = RunFolder.Create(_temporary.File("run"), run);
        folder.Append(Trial(1));
        var ending = new RunEnding(RunEndingReason.Budget, "ended after 1 trial", run.Plan.Trials.Count);
        folder.End(ending);

        var read = folder.Read();

        Assert.Equal(ending, read.Ending);
        Assert.Equal([1], read.Plan.Trials.Select(trial => trial.Number));
        Assert.Null(RunFolder.Create(_temporary.File("other"), run).Read().Ending);
    }

    [Fact]
    public void What_else_the_machine_did_is_kept_and_runs_without_it_are_read()
    {
        var busy =
            new MachineState { Processors = 2, LoadAverage = 6.2, Runnable = 7, OtherShare = 0.31, StolenShare = 0.14, Megahertz = 2400 };
        var folder = RunFolder.Create(_temporary.File("run"), NewRun() with { Before = busy });
        folder.Append(Trial(1) with { Machine = busy });
        folder.Append(Trial(2));

        var read = folder.Read();

        Assert.Equal(busy, read.Before);
        Assert.Equal([busy, null], read.Trials.Select(trial => trial.Machine));
        Assert.Null(RunFolder.Create(_temporary.File("older"), NewRun()).Read().Before);
    }

    [Fact]
    public void A_line_cut_off_by_a_kill_is_no_trial_and_is_replaced_by_the_next()
    {
        var folder = RunFolder.Create(_temporary.File("run"), NewRun());
        folder.Append(Trial(1));
        File.AppendAllText(folder.InFolder(RunFolder.TrialsFile), "{\"number\":2,\"cellId\":\"ec");

        Assert.Equal([1], folder.Read().Trials.Select(trial => trial.Number));
        folder.Append(Trial(2));

        Assert.Equal([1, 2], folder.Read().Trials.Select(trial => trial.Number));
        Assert.Equal(2, File.ReadAllLines(folder.InFolder(RunFolder.TrialsFile)).Length);
    }

    [Fact]
    public void A_folder_that_holds_a_run_is_not_written_over()
    {
        RunFolder.Create(_temporary.File("run"), NewRun());

        var error = Assert.Throws<IOException>(() => RunFolder.Create(_temporary.File("run"), NewRun()));

        Assert.Contains("--resume", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_run_is_named_as_such() =>
        Assert.Contains(
            "plan.json",
            Assert.Throws<DirectoryNotFoundException>(() => RunFolder.Open(_temporary.Path)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_run_of_a_newer_format_is_refused()
    {
        var folder = RunFolder.Create(_temporary.File("run"), NewRun());
        var plan = folder.InFolder(RunFolder.PlanFile);
        File.WriteAllText(plan, File.ReadAllText(plan).Replace("\"formatVersion\": 1", "\"formatVersion\": 2", StringComparison.Ordinal));

        Assert.Contains("format 2", Assert.Throws<IOException>(() => folder.Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_is_no_trial_is_named_with_what_to_do()
    {
        var folder = RunFolder.Create(_temporary.File("run"), NewRun());
        folder.Append(Trial(1));
        File.AppendAllText(folder.InFolder(RunFolder.TrialsFile), "garbage\n");

        var error = Assert.Throws<IOException>(() => folder.Read());

        Assert.StartsWith(
            $"{folder.InFolder(RunFolder.TrialsFile)}:2: this line cannot be read; remove it", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RunFolder.PlanFile, "{")]
    [InlineData(RunFolder.FingerprintFile, "null")]
    public void A_file_of_something_else_is_named_with_what_to_do(string file, string text)
    {
        var folder = RunFolder.Create(_temporary.File("run"), NewRun());
        File.WriteAllText(folder.InFolder(file), text);

        var error = Assert.Throws<IOException>(() => folder.Read());

        Assert.StartsWith(
            $"{folder.InFolder(file)}: this file is not as it was written; bring the old one back",
            error.Message,
            StringComparison.Ordinal);
    }

    [FullDiskFact]
    public void A_full_disk_loses_no_finished_trial_and_leaves_no_half_line()
    {
        using var disk = new SmallDisk(_temporary.File("disk"), kibibytes: 256);
        var folder = RunFolder.Create(Path.Combine(disk.Path, "run"), NewRun());
        var large = Trial(1) with { Notes = [new string('x', 100_000)] };
        folder.Append(large);

        var error = Record.Exception(() =>
        {
            for (var number = 2; number < 10; number++)
            {
                folder.Append(large with { Number = number });
            }
        });

        Assert.IsAssignableFrom<IOException>(error);
        var kept = folder.Read().Trials;
        Assert.NotEmpty(kept);
        Assert.Equal(Enumerable.Range(1, kept.Count), kept.Select(trial => trial.Number));
        Assert.EndsWith("}\n", File.ReadAllText(folder.InFolder(RunFolder.TrialsFile)), StringComparison.Ordinal);
    }

    public void Dispose() => _temporary.Dispose();

    private static RunResult NewRun()
    {
        var plan = TrialPlans.Of(TrialPlans.Echo(trials: 3));
        return new RunResult
        {
            Id = "20260102T030405Z-test",
            Started = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            Command = "protobench run test.yaml",
            Plan = plan,
            Fingerprint = FingerprintReader.Read(new RuntimeSettings(), Pinning.Split),
            Trials = [],
        };
    }

    private static TrialResult Trial(int number) => new()
    {
        Number = number,
        CellId = "echo/tcp/loopback/closed-1",
        Repetition = number,
        Status = TrialStatus.Succeeded,
        Started = new DateTimeOffset(2026, 1, 2, 3, 4, number, TimeSpan.Zero),
        Seconds = 1,
    };

    /// <summary>A file system in memory that is soon full.</summary>
    private sealed class SmallDisk : IDisposable
    {
        public SmallDisk(string path, int kibibytes)
        {
            Path = Directory.CreateDirectory(path).FullName;
            Run("mount", "-t", "tmpfs", "-o", $"size={kibibytes}k", "tmpfs", Path);
        }

        public string Path { get; }

        public void Dispose() => Run("umount", Path);

        private static void Run(string program, params string[] arguments)
        {
            using var process = Process.Start(program, arguments);
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
        }
    }

    private sealed class FullDiskFactAttribute : FactAttribute
    {
        public FullDiskFactAttribute()
        {
            if (Environment.UserName != "root")
            {
                Skip = "mounting a small file system needs root";
            }
        }
    }
}
