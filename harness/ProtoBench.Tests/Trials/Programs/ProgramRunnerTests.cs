using System.Globalization;
using System.Text;
using ProtoBench.Machine.Holding;
using ProtoBench.Machine.Programs;
using ProtoBench.Tests.Trials.Holding;
using Xunit;

namespace ProtoBench.Tests.Trials.Programs;

/// <summary>Programs that are started by posix_spawn and waited for in the kernel.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class ProgramRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _mark = Guid.NewGuid().ToString("N");
    private readonly ProgramRunner _runner;
    private readonly List<ProgramStart> _starts = [];

    public ProgramRunnerTests() => _runner = new ProgramRunner(mark: $"PROTOBENCH_TEST={_mark}");

    [Theory]
    [InlineData("exit 3", 3)]
    [InlineData("exit 0", 0)]
    [InlineData("kill -9 $$", -9)]
    [InlineData("kill -PIPE $$", -13)]
    public void How_it_ended_is_known(string script, int status) => Assert.Equal(status, Run(script).Status);

    [Fact]
    public void It_starts_in_its_folder_with_its_environment_and_nothing_to_read()
    {
        var end = Run("pwd; echo $PROTOBENCH_TEST; cat; echo end >&2; ls /proc/self/fd | wc -l");

        Assert.Equal(0, end.Status);

        // ls has its own descriptor of the folder beside the three, and what we were given ourselves; nothing of ours is inherited.
        var given = 4 + Directory.EnumerateFiles("/proc/self/fdinfo").Count(IsInheritedFromElsewhere);
        Assert.Equal(
            [_folder.Path, _mark, "end", $"{given}"], _runner.Written.Text().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Of_much_output_both_ends_are_kept_and_the_program_is_not_held_up()
    {
        var end = Run("echo first; head -c 3000000 /dev/zero | tr '\\0' x; echo; echo last");

        Assert.Equal(0, end.Status);
        Assert.Equal(3_000_012, _runner.Written.Total);
        Assert.StartsWith("first\nxxx", _runner.Written.Text(), StringComparison.Ordinal);
        Assert.EndsWith("xxx\nlast\n", _runner.Written.Text(), StringComparison.Ordinal);
        Assert.Contains("[2997964 bytes left out here]", _runner.Written.Text(), StringComparison.Ordinal);
        Assert.EndsWith("last\n", Encoding.UTF8.GetString(_runner.Written.Last()), StringComparison.Ordinal);
    }

    [Fact]
    public void What_it_waited_for_counts_as_its_own_processor_time()
    {
        var end = Run("i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; (i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done)");

        Assert.InRange(end.UserSeconds + end.SystemSeconds, 0.01, end.Nanoseconds / 1e9 * Environment.ProcessorCount);
        Assert.True(end.End > end.Start);
    }

    [Fact]
    public void What_it_leaves_in_the_background_ends_with_it()
    {
        Assert.Equal(0, Run("sleep 1000 & sleep 1000 & exit 0").Status);

        // What was killed is gone when the kernel has come to it, which a busy machine delays.
        Assert.True(SpinWait.SpinUntil(() => ProcessTree.With($"PROTOBENCH_TEST={_mark}").Count == 0, Until.Limit));
    }

    [Fact]
    public void One_that_takes_too_long_is_killed_with_all_that_it_started_wherever_that_went()
    {
        var end = Run("setsid sleep 1000 & trap '' TERM; echo waits; sleep 1000; sleep 1000", TimeSpan.FromSeconds(1));

        Assert.True(end.Overdue);
        Assert.True(end.Nanoseconds >= 1_000_000_000);
        Assert.Equal("waits\n", _runner.Written.Text());
        Assert.Empty(ProcessTree.With($"PROTOBENCH_TEST={_mark}"));
    }

    [Fact]
    public void A_file_that_is_no_program_is_told()
    {
        File.WriteAllText(_folder.File("text"), "no program");
        using var start = new ProgramStart(_folder.File("text"), ["text"], [], _folder.Path, _runner.Output);
        Assert.Contains("could not be started", Assert.Throws<IOException>(() => start.Start()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_emptied_without_following_links_out_of_it()
    {
        var (inside, outside) = (_folder.File("in"), _folder.File("out"));
        Directory.CreateDirectory(Path.Combine(inside, "deep", "er"));
        Directory.CreateDirectory(outside);
        File.WriteAllText(Path.Combine(outside, "kept"), "");
        File.CreateSymbolicLink(Path.Combine(inside, "link"), outside);

        ProgramFolder.Empty(inside);
        Assert.Empty(Directory.EnumerateFileSystemEntries(inside));
        Assert.True(File.Exists(Path.Combine(outside, "kept")));

        Directory.Delete(inside);
        ProgramFolder.Empty(inside);
        Assert.True(Directory.Exists(inside));
        Assert.Throws<ArgumentException>(() => ProgramFolder.Remove(outside));
    }

    public void Dispose()
    {
        ProgramSweeper.Kill($"PROTOBENCH_TEST={_mark}");
        _starts.ForEach(start => start.Dispose());
        _runner.Dispose();
        _folder.Dispose();
    }

    // Flags are octal, O_CLOEXEC is 02000000 (proc(5)); all that .NET and we open has it.
    private static bool IsInheritedFromElsewhere(string path) => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture) > 2
        && (Convert.ToInt64(File.ReadLines(path).First(line => line.StartsWith("flags:", StringComparison.Ordinal))[6..].Trim(), 8)
            & 0x80000) == 0;

    private ProgramEnd Run(string script, TimeSpan? limit = null)
    {
        var environment = ProgramEnvironment.For([KeyValuePair.Create("PROTOBENCH_TEST", _mark)]);
        var start = new ProgramStart("/bin/sh", ["sh", "-c", script], environment, _folder.Path, _runner.Output);
        _starts.Add(start);
        return _runner.Run(start, limit ?? Patience.Limit);
    }
}
