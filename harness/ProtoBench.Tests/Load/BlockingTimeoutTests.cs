using ProtoBench.Contract;
using ProtoBench.Machine;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Links;
using ProtoBench.Tests.Trials;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Load;

[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Alone)]
public sealed class BlockingTimeoutTests
{
    /// <summary>
    /// One request in flight whose packet is lost is sent again after 200 ms and more (net/tcp.h, TCP_RTO_MIN). With code compiled ahead of
    /// time the load's watchdog ends the wait, otherwise the kernel.
    /// </summary>
    [BothFormsTheory]
    [InlineData(PeerCode.Aot)]
    [InlineData(PeerCode.Jit)]
    public async Task A_blocking_exchange_that_takes_too_long_is_given_up_and_the_load_goes_on(PeerCode code)
    {
        using var folder = new TemporaryFolder();
        var echo = TrialPlans.Echo("tcp");
        var plan = TrialPlans.Of(echo with
        {
            Arms = [echo.Arms[0] with { Io = IoMode.Blocking }],
            Runtime = echo.Runtime with { Code = code },
            Loads = [new LoadPoint { Name = "closed-8", InFlight = 8 }],
            Links = ["lossy-1"],
            Duration = TimeSpan.FromSeconds(3),
            Timeout = TimeSpan.FromSeconds(0.12),
        });

        var result = await new TrialRunner(plan.Scenario, folder.Path, new SideServers(plan.Scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None).WaitAsync(Patience.LongLimit);

        // About 1,100 exchanges of 20 ms, of which 2 % lose a packet.
        Assert.True(result.Measurement is not null, string.Join("; ", result.Reasons));
        var outcomes = result.Measurement.Outcomes;
        Assert.Contains(code == PeerCode.Aot ? " code=aot " : " code=jit ", result.Client!.Runtime, StringComparison.Ordinal);
        Assert.InRange(outcomes.TimedOut, 3, outcomes.Total / 5);
        Assert.InRange(outcomes.Completed, 300, long.MaxValue);

        // A connection in place of a given-up one cannot be opened where the link loses its first packet, which comes again after a second.
        Assert.InRange(outcomes.ConnectionLost, 0, outcomes.TimedOut);
    }

    private sealed class BothFormsTheoryAttribute : TheoryAttribute
    {
        public BothFormsTheoryAttribute() => Skip = LinkFactAttribute.Reason
            ?? (Executables.NativePeer is null ? "this build's sides were not compiled ahead of time: gcc or clang is missing" : null);
    }
}
