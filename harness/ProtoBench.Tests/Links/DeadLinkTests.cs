using Xunit;

namespace ProtoBench.Tests.Links;

/// <summary>Links over which nothing arrives, as the commands meet them.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class DeadLinkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [LinkTheory]
    [InlineData("loss: 100 %")]
    [InlineData("corrupt: 100 %")]
    [InlineData("down: { loss: 100 % }")]
    [InlineData("loss: 99 %\nrate: 10 Mbit/s")]
    [InlineData("blackouts: [ { at: 0 s, for: 60 min } ]")]
    public void A_certificate_says_that_there_is_nothing_to_judge_and_is_no_crash(string line)
    {
        var (exitCode, output, log) = Protobench.Run("link", "check", "--quick", Profile(line));
        // A busy machine may be late with what it releases; then the certificate does not hold, which is no crash either.
        Assert.True(exitCode is 0 or 1, log);
        Assert.Contains("No answer is expected: nothing to judge.", output, StringComparison.Ordinal);
        Assert.Contains("ok   without impairments", output, StringComparison.Ordinal);
    }

    [LinkTheory]
    [InlineData("delay: 5 ms\nduplicate: 100 %")]
    [InlineData(
        "delay: 10 ms\njitter: { normal: 3 ms }\nreorder: true\nduplicate: 20 %\ncorrupt: 10 %\nloss: { enter: 5 %, leave: 30 % }\nrate: 10 Mbit/s")]
    public void Copies_damage_and_bursts_are_counted_as_the_seed_has_them(string line)
    {
        var (exitCode, output, log) = Protobench.Run("link", "check", "--quick", Profile(line));
        Assert.True(exitCode is 0 or 1, log);
        foreach (var check in new[] { "up: the seed's packets", "down: the seed's packets", "up: copies", "down: copies" })
        {
            Assert.Contains($"ok   {check}", output, StringComparison.Ordinal);
        }
    }

    [LinkFact]
    public void A_trial_over_it_fails_for_want_of_a_connection()
    {
        Profile("loss: 100 %");
        var scenario = Path.Combine(_folder, "s.yaml");
        File.WriteAllText(scenario, "title: t\nworkloads: { w: { request: 64 B, response: 64 B } }\nprotocols: [tcp]\nlinks: "
            + "[./x.yaml]\ntrials: 1\nduration: 1 s\n");
        var (exitCode, output, log) = Protobench.Run("run", scenario, "--output", Path.Combine(_folder, "results"));
        Assert.Equal(4, exitCode);
        Assert.Contains("no connection within", output + log, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output + log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run", "loopback", "--", "true")]
    [InlineData("check", "loopback")]
    public void A_link_that_is_none_is_no_success(params string[] arguments)
    {
        var (exitCode, _, log) = Protobench.Run(["link", .. arguments]);
        Assert.Equal(2, exitCode);
        Assert.Contains("not emulated", log, StringComparison.Ordinal);
    }

    [LinkFact]
    public void A_program_is_not_started_beside_a_server_that_has_failed()
    {
        var (exitCode, output, log) = Protobench.Run("link", "run", "bare", "--server", "exit 3", "--", "echo", "started");
        Assert.Equal((127, ""), (exitCode, output));
        Assert.Contains("ended with exit code 3 before it listened", log, StringComparison.Ordinal);
    }

    [LinkFact]
    public void An_absurd_delay_is_refused_before_anything_starts()
    {
        var (exitCode, _, log) = Protobench.Run("link", "check", Profile("delay: 59 min"));
        Assert.Equal(2, exitCode);
        Assert.Contains("x.yaml:3:8: error PB2012", log, StringComparison.Ordinal);
    }

    private string Profile(string line)
    {
        var path = Path.Combine(_folder, "x.yaml");
        File.WriteAllText(path, $"title: t\nsource: own\n{line}\n");
        return path;
    }
}
