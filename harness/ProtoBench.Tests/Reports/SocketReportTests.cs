using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Reports.Exports;
using ProtoBench.Reports.Html;
using ProtoBench.Reports.Text;
using Xunit;

namespace ProtoBench.Tests.Reports;

public sealed class SocketReportTests
{
    [Fact]
    public void Page_text_and_export_show_how_sockets_came_and_went()
    {
        var run = With(SyntheticRuns.Quick());
        var page = Rendered.Text(new HtmlReport(), run);
        var text = string.Join(' ', Rendered.Text(new TextReport(), run).Split('\n').Select(line => line.Trim()));

        Assert.Contains("-sockets-0\"", page, StringComparison.Ordinal);
        Assert.Contains("sockets by state over time", page, StringComparison.Ordinal);
        Assert.Contains("sockets, log scale", page, StringComparison.Ordinal);
        Assert.Contains("client time-wait</text>", page, StringComparison.Ordinal);
        Assert.Contains("estab</text>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("server listening</text>", page, StringComparison.Ordinal);
        Assert.Contains("Sockets over time: tcp, trial ", text, StringComparison.Ordinal);
        Assert.Contains(": client established 4–5, time-wait 0–4,310; server established 4–5.", text, StringComparison.Ordinal);

        var rows = ExportCatalog.Find("over-time")!.Render(Exportable.Of(run)).Split("\r\n");
        Assert.Contains(rows, row => row.Contains(",sockets_time-wait,client,,1,1,,,4310,", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Contains(",sockets_time-wait,client,,-0.5,-0.5,,,0,", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Contains(",send_queue_bytes,server,,0,0,,,,64", StringComparison.Ordinal));
    }

    [Fact]
    public void No_state_of_either_side_is_cut_off_beside_its_line()
    {
        string[] states = ["close-wait", "fin-wait-1", "fin-wait-2", "time-wait", "last-ack", "syn-recv", "syn-sent", "listening"];
        foreach (var state in states)
        {
            foreach (var isServer in new[] { false, true })
            {
                var page = Rendered.Text(new HtmlReport(), With(SyntheticRuns.Quick(), state, isServer));
                Assert.Contains($"{(isServer ? "server" : "client")} {state}</text>", page, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Runs_whose_sockets_stayed_say_nothing_of_it()
    {
        Assert.DoesNotContain("-sockets-", Rendered.Text(new HtmlReport(), SyntheticRuns.Quick()), StringComparison.Ordinal);
        Assert.DoesNotContain("Sockets over time", Rendered.Text(new TextReport(), SyntheticRuns.Quick()), StringComparison.Ordinal);
    }

    /// <summary>Of tcp alone: both ends are established together, and the client keeps what was closed.</summary>
    internal static RunResult With(RunResult run) => With(
        run,
        Side(("established", [4, 5, 4, 4]), ("time-wait", [0, 1200, 2600, 4310])),
        Side(("established", [4, 5, 4, 4]), ("listening", [1, 1, 1, 1])));

    private static RunResult With(RunResult run, string state, bool isServer)
    {
        var (plain, more) = (Side(("established", [4, 5, 4, 4])), Side(("established", [4, 5, 4, 4]), (state, [0, 2, 3, 4])));
        return With(run, isServer ? plain : more, isServer ? more : plain);
    }

    private static RunResult With(RunResult run, SocketSideStates client, SocketSideStates server) => run with
    {
        Trials =
        [
            .. run.Trials.Select(trial => trial.Measurement is { } measurement && trial.CellId.Contains("/tcp/", StringComparison.Ordinal)
                ? trial with
                {
                    Measurement = measurement with
                    {
                        SocketsOverTime = new SocketStates
                        {
                            Seconds = [-0.5, 0, 0.5, 1],
                            Client = client,
                            Server = server,
                        },
                    },
                }
                : trial),
        ],
    };

    private static SocketSideStates Side(params (string State, int[] Counts)[] states) => new(
        states.ToDictionary(state => state.State, IReadOnlyList<int> (state) => state.Counts),
        [0, 0, 0, 0],
        [0, 64, 0, 0],
        [0, 0, 0, 0]);
}
