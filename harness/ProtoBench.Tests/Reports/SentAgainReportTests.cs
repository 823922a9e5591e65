using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Reports.Figures;
using ProtoBench.Reports.Text;
using ProtoBench.Tests.Measurements;
using Xunit;

namespace ProtoBench.Tests.Reports;

public sealed class SentAgainReportTests
{
    private const string Words =
        "9 segments, of which 2 by fast retransmit, 5 by a time-out (RTO), 1 behind one, 1 by a tail loss probe (TLP), 2 spurious (the peer says that it had them)";

    private static readonly TcpSentAgain None = TcpSentAgainTests.Nine.Since(TcpSentAgainTests.Nine);

    [Fact]
    public void A_count_is_told_by_its_parts_and_no_part_that_is_empty()
    {
        Assert.Equal(Words, SentAgainLines.Words(TcpSentAgainTests.Nine));
        Assert.Equal("1 segment, of which 1 by fast retransmit", SentAgainLines.Words(None with { Segments = 1, Fast = 1, Probes = 4 }));
        Assert.Equal("none", SentAgainLines.Words(None));
    }

    [Fact]
    public void A_load_point_tells_it_of_its_arms_over_TCP_where_any_sent_again()
    {
        var third = None with { Segments = 3, Fast = 3 };
        var text = Text(With(trial => trial.CellId.Contains("http1", StringComparison.Ordinal) ? None : third));

        Assert.Contains("http1: none", text, StringComparison.Ordinal);
        Assert.Contains("tcp: 9 segments, of which 9 by fast retransmit", text, StringComparison.Ordinal);
        Assert.DoesNotContain("udp: none", text, StringComparison.Ordinal);
        Assert.DoesNotContain("TCP segments sent again", Text(With(_ => None)), StringComparison.Ordinal);
        Assert.DoesNotContain("TCP segments sent again", Text(SyntheticRuns.Links()), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_server_that_does_not_tell_it_nothing_is_added()
    {
        var run = With(_ => None with { Segments = 3, Fast = 3 }, server: null);
        Assert.Contains(
            "tcp: 9 segments, of which 9 by fast retransmit, all of the client (its server's are not known)", Text(run),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_csv_has_columns_of_it_where_there_is_a_link()
    {
        var run = With(_ => TcpSentAgainTests.Nine);
        var rows = Csv.Parse(Rendered.Text(new CsvReport(), run));
        string Of(string column) => rows[1][rows[0].IndexOf(column)];

        Assert.Equal("42", Of("client_packets_sent_again"));
        Assert.Equal(["9", "2", "5", "1", "3", "1", "2", "1", "4"], ((string[])
        [
            "sent_again", "fast_retransmits", "timeouts", "sent_after_timeouts", "loss_probes", "loss_probes_repaired", "spurious",
            "spurious_timeouts", "held_back",
        ]).Select(name => Of($"client_tcp_{name}")));
        Assert.Equal("0", Of("server_tcp_sent_again"));
        Assert.Contains(run.Plan.Cells, cell => cell.Link != ScenarioVocabulary.Loopback);
        Assert.DoesNotContain(
            "client_tcp_sent_again", Csv.Parse(Rendered.Text(new CsvReport(), SyntheticRuns.All["quick"].Value))[0]);
    }

    private static string Text(RunResult run) =>
        string.Join(' ', Rendered.Text(new TextReport(), run).Split('\n').Select(line => line.Trim()));

    private static RunResult With(Func<TrialResult, TcpSentAgain> client) => With(client, None);

    private static RunResult With(Func<TrialResult, TcpSentAgain> client, TcpSentAgain? server)
    {
        var run = SyntheticRuns.Links();
        return run with
        {
            Trials =
            [
                .. run.Trials.Select(trial => trial is { Client: { } one, Server: { } other }
                    ? trial with
                    {
                        Client = one with { Retransmissions = 42, TcpSentAgain = client(trial) },
                        Server = other with { TcpSentAgain = server },
                    }
                    : trial),
            ],
        };
    }
}
