using ProtoBench.Contract;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Trials;
using Xunit;

namespace ProtoBench.Tests.Trials;

public sealed class CellRuntimeTests
{
    private static readonly Arm Tcp = new() { Label = "tcp", Protocol = "tcp" };
    private static readonly Workload Echo = new() { Name = "echo" };

    [Fact]
    public void Exchanges_over_asynchronous_sockets_of_ours_go_on_inline()
    {
        Assert.True(IsInline(Tcp, Echo));
        Assert.True(IsInline(Tcp with { Protocol = "udp" }, Echo));
        Assert.True(IsInline(Tcp with { Protocol = "unix" }, Echo));
    }

    [Fact]
    public void What_could_keep_the_thread_of_epoll_or_is_not_ours_goes_on_in_the_pool()
    {
        Assert.False(IsInline(Tcp with { Io = IoMode.Blocking }, Echo));
        Assert.False(IsInline(Tcp with { Protocol = "http1" }, Echo));
        Assert.False(IsInline(Tcp with { Protocol = "rudp" }, Echo));
        Assert.False(IsInline(Tcp, Echo with { Kind = "download" }));
        Assert.False(IsInline(Tcp, Echo with { Kind = "stream" }));
        Assert.False(IsInline(Tcp, Echo with { Fresh = true }));
        Assert.False(IsInline(Tcp, Echo with { ServerWork = TimeSpan.FromMicroseconds(50) }));
    }

    [Fact]
    public void Who_asks_for_the_pool_gets_it_and_nothing_else_changes()
    {
        var asked = new RuntimeSettings { ServerGc = true, TieredPgo = false };

        Assert.Equal(asked, CellRuntime.Of(asked, Cell(Tcp, Echo)));
    }

    [Fact]
    public void Both_sides_are_started_as_their_cell_asks()
    {
        Assert.Contains(
            new("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1"),
            PeerEnvironment.Of(new RuntimeSettings { InlineCompletions = true }, oneProcessor: false));
        Assert.DoesNotContain(
            PeerEnvironment.Of(new RuntimeSettings(), oneProcessor: false),
            variable => variable.Key == "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS");
    }

    [Fact]
    public void What_was_compiled_before_has_no_tiers()
    {
        static bool IsOfCompiler(KeyValuePair<string, string> variable) => variable.Key.StartsWith("DOTNET_T", StringComparison.Ordinal)
            && !variable.Key.StartsWith("DOTNET_ThreadPool", StringComparison.Ordinal);

        Assert.Equal(3, PeerEnvironment.Of(new RuntimeSettings { Code = PeerCode.Jit }, oneProcessor: true).Count(IsOfCompiler));
        Assert.DoesNotContain(PeerEnvironment.Of(new RuntimeSettings { Code = PeerCode.Aot }, oneProcessor: true), IsOfCompiler);
    }

    private static bool IsInline(Arm arm, Workload workload) =>
        CellRuntime.Of(new RuntimeSettings { InlineCompletions = true }, Cell(arm, workload)).InlineCompletions;

    private static Cell Cell(Arm arm, Workload workload) => new()
    {
        Id = "cell",
        Workload = workload,
        Arm = arm,
        Link = "loopback",
        Load = new LoadPoint { Name = "closed-1" },
        Connections = 1,
    };
}
