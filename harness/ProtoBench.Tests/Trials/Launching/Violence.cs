using System.Diagnostics;
using ProtoBench.Model.Results;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Trials.Launching;

/// <summary>A trial over a rig to which something is done in its middle.</summary>
internal static class Violence
{
    /// <summary>Within this time the trial has failed, on a quiet machine.</summary>
    public static readonly TimeSpan FailLimit = TimeSpan.FromSeconds(15);

    /// <summary>Within this time nothing of it is left.</summary>
    public static readonly TimeSpan GoneLimit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    /// <summary>Begins a trial, does something when it measures, and returns what became of it.</summary>
    /// <param name="launcher">Places the sides.</param>
    /// <param name="act">What is done.</param>
    /// <param name="duration">Of the window; default: so long that it is not over by itself.</param>
    /// <param name="protocol">That it speaks.</param>
    public static async Task<TrialResult> DoneToAsync(
        ILauncher launcher, Action act, TimeSpan? duration = null, string protocol = "tcp")
    {
        using var folder = new TemporaryFolder();
        var limit = TimeSpan.FromSeconds(60);
        var scenario = TrialPlans.Echo(protocol, duration ?? limit) with { Timeout = limit };
        var plan = TrialPlans.Of(scenario);
        var running = new TrialRunner(scenario, folder.Path, new SideServers(scenario), launcher: launcher)
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None);
        await UntilAsync(
            () => Holds(folder.File("logs/0001/client.log"), "connections in") || running.IsCompleted, () => "no connection");
        Assert.False(running.IsCompleted, running.IsCompleted ? string.Join("; ", (await running).Reasons) : "");
        await Task.Run(act);
        var watch = Stopwatch.StartNew();
        var result = await running.WaitAsync(Patience.LongLimit);
        Assert.True(
            watch.Elapsed < Patience.Of(FailLimit), $"{watch.Elapsed.TotalSeconds:0.0} s until '{string.Join("; ", result.Reasons)}'");
        return result;
    }

    /// <summary>A short trial, with nothing done to it.</summary>
    public static async Task SucceedsAsync(ILauncher launcher, string protocol = "tcp")
    {
        using var folder = new TemporaryFolder();
        var scenario = TrialPlans.Echo(protocol);
        var plan = TrialPlans.Of(scenario);
        var result = await new TrialRunner(scenario, folder.Path, new SideServers(scenario), launcher: launcher)
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None).WaitAsync(Patience.LongLimit);
        Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons));
    }

    /// <summary>Waits until no process of a trial is left on a host.</summary>
    public static async Task NothingIsLeftAsync(HostRig rig, int host)
    {
        var watch = Stopwatch.StartNew();
        while (rig.In(host, "ps axww -o pid,args") is var processes && processes.Contains("protobench-peer", StringComparison.Ordinal))
        {
            Assert.True(watch.Elapsed < Patience.Of(GoneLimit), $"left on h{host}: {processes}");
            await Task.Delay(Step);
        }
    }

    /// <summary>Waits until something is so.</summary>
    /// <param name="isSo">Is it?</param>
    /// <param name="complaint">What is said where it never is.</param>
    /// <param name="limit">How long it may take on a quiet machine; default: as long as a step may.</param>
    public static async Task UntilAsync(Func<bool> isSo, Func<string> complaint, TimeSpan? limit = null)
    {
        var watch = Stopwatch.StartNew();
        while (!isSo())
        {
            Assert.True(watch.Elapsed < (limit is { } some ? Patience.Of(some) : Patience.LongLimit), complaint());
            await Task.Delay(Step);
        }
    }

    /// <summary>Does a file that may be written just now hold a text?</summary>
    public static bool Holds(string path, string text)
    {
        try
        {
            using var reader = new StreamReader(
                new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            return reader.ReadToEnd().Contains(text, StringComparison.Ordinal);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }
}
