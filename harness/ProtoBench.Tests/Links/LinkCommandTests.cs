using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace ProtoBench.Tests.Links;

/// <summary>The commands as separate processes over real links.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class LinkCommandTests
{
    private static TimeSpan Limit => Patience.Limit;

    [LinkFact]
    public void A_command_runs_inside_and_its_exit_code_comes_back()
    {
        var (exitCode, output, log) = Protobench.Run("link", "run", "bare", "--", "sh", "-c", "cat /proc/net/dev | grep -c em0; exit 3");
        Assert.Equal((3, "1\n"), (exitCode, output));
        Assert.Contains("client 10.99.0.1", log, StringComparison.Ordinal);
    }

    [LinkFact]
    public void A_missing_program_is_said_to_be_missing()
    {
        var (exitCode, _, log) = Protobench.Run("link", "run", "bare", "--", "no-such-program-here");
        Assert.Equal(127, exitCode);
        Assert.Contains("no-such-program-here", log, StringComparison.Ordinal);
    }

    [LinkFact]
    public void Both_sides_reach_each_other_through_the_profile()
    {
        var (exitCode, output, log) = Protobench.Run(
            "link", "run", "wan-40ms", "--server", "iperf3 -s -1", "--", "iperf3", "-c", "10.99.0.2", "-n", "20K", "-J");
        Assert.True(exitCode == 0, log);
        using var report = JsonDocument.Parse(output);
        var sender = report.RootElement.GetProperty("end").GetProperty("streams")[0].GetProperty("sender");
        Assert.True(sender.GetProperty("min_rtt").GetInt32() >= 40_000);
        Assert.Equal("cubic", report.RootElement.GetProperty("end").GetProperty("sender_tcp_congestion").GetString());
    }

    [Fact]
    public void A_wrong_profile_ends_with_code_two_and_a_suggestion()
    {
        var (exitCode, _, log) = Protobench.Run("link", "check", "wan-40m");
        Assert.Equal(2, exitCode);
        Assert.Contains("did you mean 'wan-40ms'?", log, StringComparison.Ordinal);
    }

    [LinkFact]
    public void The_served_link_announces_itself_lets_processes_in_and_ends_with_its_input()
    {
        using var server = Protobench.Start("link", "serve", "lossy-1", "--seed", "7");
        using var hello = Receive(server);
        Assert.Equal("hello", hello.RootElement.GetProperty("type").GetString());
        Assert.Equal(server.Id, hello.RootElement.GetProperty("pid").GetInt32());
        using var ready = Receive(server);
        Assert.Equal(7, ready.RootElement.GetProperty("facts").GetProperty("seed").GetInt32());
        Assert.Equal("cubic", ready.RootElement.GetProperty("facts").GetProperty("congestionServer").GetString());
        Assert.Contains("10.99.0.1", Enter(ready, "enterClient", "cat", "/proc/net/fib_trie"), StringComparison.Ordinal);
        Assert.Contains("10.99.0.2", Enter(ready, "enterServer", "cat", "/proc/net/fib_trie"), StringComparison.Ordinal);
        Assert.Equal("restarted", Ask(server, """{"type":"restart","seed":8}"""));
        Assert.Equal("statistics", Ask(server, """{"type":"statistics"}"""));
        Assert.Equal("marks", Ask(server, """{"type":"marks","window":{"start":0,"seconds":1}}"""));
        Assert.Equal("error", Ask(server, """{"type":"marks"}"""));
        Assert.Equal("error", Ask(server, "not json"));
        Assert.Equal("error", Ask(server, """{"type":"dance"}"""));
        server.StandardInput.Close();
        Assert.True(server.WaitForExit(Limit));
        Assert.Equal(0, server.ExitCode);
    }

    [LinkFact]
    public void Paths_over_one_link_have_a_congestion_control_each_both_ways()
    {
        using var server = Protobench.Start(
            "link", "serve", "bare", "--congestion", "cubic", "--congestion-beside", "reno", "--congestion-beside", "cubic");
        using var hello = Receive(server);
        using var ready = Receive(server);
        var addresses = ready.RootElement.GetProperty("congestionAddresses");
        Assert.Equal(("10.99.0.4", "10.99.0.6"), (addresses.GetProperty("reno").GetString(), addresses.GetProperty("cubic").GetString()));
        Assert.Equal("cubic", ready.RootElement.GetProperty("facts").GetProperty("congestionClient").GetString());

        // The link has asked both sockets of a connection; what the routes say is seen from outside as well.
        Assert.Matches(@"10\.99\.0\.4\b.*src 10\.99\.0\.3\b.*congctl reno", Enter(ready, "enterClient", "ip", "route"));
        Assert.Matches(@"10\.99\.0\.3\b.*src 10\.99\.0\.4\b.*congctl reno", Enter(ready, "enterServer", "ip", "route"));
        server.StandardInput.Close();
        Assert.True(server.WaitForExit(Limit));
    }

    [LinkFact]
    public void A_killed_link_takes_its_namespaces_and_programs_with_it()
    {
        using var link =
            Protobench.Start("link", "run", "bare", "--server", "echo $$; exec sleep 300", "--", "sh", "-c", "echo $$; exec sleep 300");
        link.StandardError.ReadLine();
        var serverNetwork = Namespace(int.Parse(link.StandardError.ReadLine()!));
        var child = int.Parse(link.StandardOutput.ReadLine()!);
        var network = Namespace(child);
        Assert.NotEqual(Namespace(Environment.ProcessId), network);
        link.Kill();
        Assert.True(link.WaitForExit(Limit));
        Assert.Equal(137, link.ExitCode);
        Assert.NotEqual(network, serverNetwork);
        Assert.True(
            SpinWait.SpinUntil(() => !UsedNamespaces().Overlaps([network, serverNetwork]), Limit),
            "a process still lives in the link's namespace");
    }

    [LinkFact]
    public void A_terminated_link_ends_its_programs_and_still_reports()
    {
        using var link = Protobench.Start("link", "run", "bare", "--", "sh", "-c", "echo $$; sleep 300; echo never");
        var child = int.Parse(link.StandardOutput.ReadLine()!);
        var network = Namespace(child);
        using var kill = Process.Start("kill", ["-TERM", link.Id.ToString()]);
        kill.WaitForExit();
        Assert.Contains("overflow 0", link.StandardError.ReadToEnd(), StringComparison.Ordinal);
        Assert.True(link.WaitForExit(Limit));
        Assert.Equal(143, link.ExitCode);
        Assert.True(SpinWait.SpinUntil(() => !UsedNamespaces().Contains(network), Limit), "a process still lives in the link's namespace");
    }

    private static JsonDocument Receive(Process server) => JsonDocument.Parse(server.StandardOutput.ReadLine()!);

    private static string Ask(Process server, string request)
    {
        server.StandardInput.WriteLine(request);
        using var answer = Receive(server);
        return answer.RootElement.GetProperty("type").GetString()!;
    }

    private static string Enter(JsonDocument ready, string key, params string[] command)
    {
        string[] words = [.. ready.RootElement.GetProperty(key).EnumerateArray().Select(word => word.GetString()!), .. command];
        using var process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true })!;
        return process.StandardOutput.ReadToEnd();
    }

    private static string Namespace(int process) => new FileInfo($"/proc/{process}/ns/net").LinkTarget!;

    // Processes may end while they are listed; those have no namespace any more.
    private static HashSet<string> UsedNamespaces() =>
        [.. Process.GetProcesses().Select(process => new FileInfo($"/proc/{process.Id}/ns/net")).Select(
            link => link.Exists ? link.LinkTarget ?? "" : "")];
}
