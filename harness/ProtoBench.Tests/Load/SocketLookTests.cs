using ProtoBench.Machine.Sockets;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Protocols;
using ProtoBench.Tests.Links;
using ProtoBench.Tests.Trials;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Load;

public sealed class SocketLookTests
{
    // As the kernel writes them; port 0x1F90 is 8080. The listener has three connections that nobody has accepted.
    private const string Table =
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
        + "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000003 00:00000000 00000000     0        0 24 1 0000000000000000 100 0 0 10 0\n"
        + "   1: 0100007F:1F90 0100007F:C350 01 00000000:00000040 00:00000000 00000000     0        0 25 1 0000000000000000 20 4 30 10 -1\n"
        + "   2: 0100007F:C350 0100007F:1F90 01 00010000:00000000 01:00000014 00000000     0        0 26 1 0000000000000000 20 4 30 10\n"
        + "   3: 0100007F:C351 0100007F:1F90 06 00000000:00000000 03:0000176F 00000000     0        0 0 3 0000000000000000\n"
        + "   4: 0100007F:1F90 0100007F:C352 08 00000000:00000000 00:00000000 00000000     0        0 27 1 0000000000000000 20 4 30 10 -1\n"
        + "   5: 0100007F:1F90 0100007F:C353 03 00000000:00000000 01:00000014 00000000     0        0 0 1 0000000000000000\n"
        + "   6: 0100007F:0050 0100007F:C352 01 00000009:00000009 00:00000000 00000000     0        0 28 1 0000000000000000 20 4 30 10\n";

    [Theory]
    [InlineData(1)]
    [InlineData(97)]
    [InlineData(100_000)]
    public void Every_state_and_the_queues_are_added_up_wherever_a_read_ends(int most)
    {
        using var table = new SmallReads(Table, most);
        var (client, server) = SocketCensus.Sides([table], 8080);

        Assert.Equal(["established:1", "time-wait:1"], States(client));
        Assert.Equal((0x10000, 0, 0), (client.SendQueueBytes, client.ReceiveQueueBytes, client.AcceptQueue));
        Assert.Equal(["close-wait:1", "established:1", "listening:1", "syn-recv:1"], States(server));
        Assert.Equal((0, 0x40, 3), (server.SendQueueBytes, server.ReceiveQueueBytes, server.AcceptQueue));
    }

    [Fact]
    public void Both_tables_of_a_host_count_and_a_last_line_needs_no_end()
    {
        using var four = new StringReader(Table);
        using var six = new StringReader(Table.TrimEnd('\n').Replace(":0050 ", ":1F90 ", StringComparison.Ordinal));
        var (_, server) = SocketCensus.Sides([four, six], 8080);

        Assert.Equal((3, 2, 6), (server.CountOf("established"), server.CountOf("listening"), server.AcceptQueue));
        Assert.Equal(0, server.CountOf("time-wait"));
    }

    [Fact]
    public void Where_the_server_runs_is_not_guessed()
    {
        var look = new SocketCensus(1, serverProcess: null).Look();
        Assert.NotNull(look.Client);
        Assert.Null(look.Server);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(9, false)]
    [InlineData(10, true)]
    public void A_side_that_does_not_close_is_told(int waiting, bool told)
    {
        var idle = new SocketSide(new Dictionary<string, int>(), 0, 0, 0);
        var left = idle with { States = new Dictionary<string, int> { ["established"] = 50, ["close-wait"] = waiting } };
        var notes = SocketNotes.Of(new Measurement
        {
            WindowSeconds = 1,
            WindowStartNanoseconds = 0,
            Outcomes = new OutcomeCounts(),
            WarmUp = new WarmUpOutcome(1, Steady: true),
            Sockets = new SocketSnapshots(new SocketSnapshot(left, left), new SocketSnapshot(idle, left)),
        });

        const string Sentence =
            "10 connections that the other side has ended are still open at the server (CLOSE_WAIT): its program does not close them";
        Assert.Equal(told ? [Sentence] : [], notes);
    }

    private static IEnumerable<string> States(SocketSide side) =>
        side.States.OrderBy(state => state.Key, StringComparer.Ordinal).Select(state => $"{state.Key}:{state.Value}");

    /// <summary>Gives a text in pieces, as a file of the kernel does.</summary>
    private sealed class SmallReads(string text, int most) : TextReader
    {
        private int _given;

        public override int Read(Span<char> buffer)
        {
            var count = Math.Min(Math.Min(most, buffer.Length), text.Length - _given);
            text.AsSpan(_given, count).CopyTo(buffer);
            _given += count;
            return count;
        }
    }
}

[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Alone)]
public sealed class SocketLookTrialTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("tcp")]
    [InlineData("http1")]
    [InlineData("grpc")]
    public async Task Both_sides_of_a_trial_show_their_sockets(string protocol) => Check(await RunAsync(protocol, "loopback"));

    /// <summary>Each side is in a network namespace of its own, whose table only its own process shows.</summary>
    [LinkFact]
    public async Task Over_a_link_the_server_is_looked_at_in_its_namespace() => Check(await RunAsync("tcp", "bare"));

    [Fact]
    public async Task Of_datagrams_nothing_is_said() => Assert.Null((await RunAsync("udp", "loopback")).Measurement!.Sockets);

    private static void Check(TrialResult result)
    {
        var sockets = result.Measurement!.Sockets;
        Assert.NotNull(sockets);
        Assert.All(
            [sockets.Loaded, sockets.Left],
            look =>
            {
                Assert.Equal(1, look.Client!.CountOf("established"));
                Assert.Equal((1, 1), (look.Server!.CountOf("established"), look.Server.CountOf("listening")));
                Assert.Equal(0, look.Client.CountOf("close-wait") + look.Server.CountOf("close-wait"));
            });
        Assert.Equal((0, 0), (sockets.Left.Client!.ReceiveQueueBytes, sockets.Left.Server!.ReceiveQueueBytes));
    }

    private static async Task<TrialResult> RunAsync(string protocol, string link)
    {
        Assert.NotNull(ProtocolCatalog.Find(protocol));
        using var folder = new TemporaryFolder();
        var plan = TrialPlans.Of(TrialPlans.Echo(protocol) with { Links = [link] });
        var result = await new TrialRunner(plan.Scenario, folder.Path, new SideServers(plan.Scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None)
            .WaitAsync(Limit);
        Assert.True(result.Measurement is not null, string.Join("; ", result.Reasons));
        return result;
    }
}
