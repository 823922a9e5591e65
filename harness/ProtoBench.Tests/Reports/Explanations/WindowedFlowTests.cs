using ProtoBench.Load.Workloads.Duplex;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using ProtoBench.Reports.Explanations;
using Xunit;

namespace ProtoBench.Tests.Reports.Explanations;

/// <summary>Which of a transfer's payload goes through a window that its connection told of.</summary>
public sealed class WindowedFlowTests
{
    private static readonly Dictionary<string, string> OfHttp2 = new() { [WindowedFlow.Http2Client] = "1000000" };

    private static readonly Dictionary<string, string> OfQuic = new()
    {
        [WindowedFlow.QuicClient] = "1000000",
        ["quic server stream window bytes"] = "3000000",
    };

    [Theory]
    [InlineData("download", 12e6, true, "HTTP/2 stream windows of 977 KiB", 48)]
    [InlineData("upload", 12e6, true, null, 0)]
    [InlineData("upload", 70e6, false, "QUIC stream windows of 2.86 MiB", 94)]
    [InlineData("duplex", 70e6, true, "HTTP/2 stream windows from server to client of 977 KiB", 80)]
    [InlineData("duplex", 75e6, false, "QUIC stream windows of both directions together of 3.81 MiB", 75)]
    public void A_window_of_the_client_holds_up_what_comes_down_and_one_of_the_server_what_goes_up(
        string kind, double goodput, bool http2, string? windows, int reached)
    {
        var found = ExplainedRun.Of(
            new Workload { Name = kind, Kind = kind },
            "wan-40ms",
            facts => facts with { More = facts.Protocol != "HTTP/2" ? new Dictionary<string, string>() : http2 ? OfHttp2 : OfQuic },
            ("tcp", 1, Moved(400e6, 200e6)),
            ("http2", 1, Moved(goodput, http2 ? 20e6 : goodput / 2)));
        var sentences = found.Single(one => one.Metric.Key == "goodput").Explanations.Single().Sentences;
        if (windows is null)
        {
            Assert.DoesNotContain(sentences, sentence => sentence.Contains("window", StringComparison.Ordinal));
            return;
        }

        var sentence = sentences.Single(one => one.Contains("window", StringComparison.Ordinal));
        Assert.StartsWith($"{windows} in a round trip of 40.1 ms allow at most ", sentence, StringComparison.Ordinal);
        Assert.Contains($"; it reached {reached} % of that", sentence, StringComparison.Ordinal);
    }

    private static Func<Measurement, Measurement> Moved(double goodput, double down) => measurement => measurement with
    {
        GoodputBytesPerSecond = goodput,
        Figures = new Dictionary<string, double> { [DuplexKind.Down] = down, [DuplexKind.Up] = goodput - down },
    };
}
