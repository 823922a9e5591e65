using ProtoBench.Model.Scenarios.Hosts;
using ProtoBench.Trials.Launching;
using Xunit;

namespace ProtoBench.Tests.Trials.Launching;

/// <summary>What is copied to hosts, and what they say of themselves.</summary>
public sealed class HostFactsTests
{
    [Fact]
    public void What_a_login_shell_prints_beside_the_answer_is_left_out()
    {
        var facts = HostFacts.Parse("Welcome to perf1!\naddress 10.0.0.1\nprocessors 0-3,8\npids own\nmissing tar\ngovernor \n\nmachine");

        Assert.Equal(("10.0.0.1", "0-3,8", true, "none"), (facts.Address, facts.Processors, facts.OwnPids, facts.Governor));
        Assert.Equal(["tar"], facts.Missing);
    }

    [Fact]
    public void The_name_of_a_copy_follows_from_the_contents_of_its_files()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("program"), "a");
        var before = StagedFolder.OfProgram(folder.File("program"));
        Directory.CreateDirectory(folder.File("sub"));
        File.WriteAllText(folder.File("sub/library.dll"), "b");
        var with = StagedFolder.OfProgram(folder.File("program"));
        File.WriteAllText(folder.File("program.pdb"), "for debuggers");
        var same = StagedFolder.OfProgram(folder.File("program"));

        Assert.Matches("^peer-[0-9a-f]{16}$", before.Name);
        Assert.NotEqual(before.Name, with.Name);
        Assert.Equal((with.Name, "2"), (same.Name, same.Count));
        Assert.EndsWith("  sub/library.dll\n", same.Sums, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_with_nodes_is_read_from_what_Slurm_says_of_them()
    {
        var troubles = SlurmCommands.Troubles(
            "h1 idle none\nh2 down* Not responding\nh2 down* Not responding\nh3 drained broken disk\nh4 idle* none\nh5 mixed none\n");

        Assert.Equal(["h2 is down (Not responding)", "h3 is drained (broken disk)", "h4 is idle (does not answer)"], troubles);
        Assert.Equal("Requested nodes are busy", SlurmCommands.Plain("salloc: error: Requested nodes are busy"));
    }

    [Fact]
    public void An_allocation_is_asked_for_with_a_time_limit_and_with_what_the_user_adds()
    {
        var salloc = new SlurmCommands(["env", "A=b"], SlurmCommands.UsualPatience).Allocate(
            ["n1", "n2"], new SlurmRequest { Partition = "bench", Time = TimeSpan.FromSeconds(90), Options = ["--qos=high"] }).ArgumentList;

        Assert.Equal(["env", "A=b", "salloc", "--immediate=10", "--nodes=2", "--nodelist=n1,n2"], salloc.Take(6));
        Assert.Contains("--time=2", salloc);
        Assert.Equal(["--partition=bench", "--qos=high", "sh", "-c"], salloc.TakeLast(5).Take(4));
    }

    [Fact]
    public void All_that_a_host_is_told_are_plain_words_after_the_script()
    {
        var command = HostScript.Command("start", "peer-0", "protobench-peer", "-");

        Assert.Equal(["sh", "-c"], command.Take(2));
        Assert.Equal(["protobench", "start", "peer-0", "protobench-peer", "-"], command.Skip(3));
        Assert.DoesNotContain('\'', command[2]);
    }
}
