using ProtoBench.Model.Scenarios;

namespace ProtoBench.Tests.Reports;

/// <summary>The scenarios by which speed and size of reports are judged.</summary>
internal static class SyntheticScenarios
{
    private static readonly string[] Protocols = ["tcp", "udp", "unix", "http1", "http2", "http3", "websocket", "grpc"];

    /// <summary>8 arms × 3 loads × 5 trials: 120 trials.</summary>
    public static Scenario Usual { get; } = new()
    {
        Name = "usual",
        Title = "Which protocol answers small requests fastest?",
        Workloads = [new Workload { Name = "echo" }],
        Arms = [.. Protocols.Select(protocol => new Arm { Label = protocol, Protocol = protocol })],
        Loads = [Closed(1), Closed(16), Open(5_000)],
    };

    /// <summary>8 protocols × 4 links × 3 workloads × 5 trials: 480 trials; one page of at most 1.5 MB within 2 s.</summary>
    public static Scenario Large { get; } = Usual with
    {
        Name = "large",
        Title = "Which protocol should carry this traffic on this network?",
        Workloads =
        [
            new Workload { Name = "echo", Loads = [Closed(16)] },
            new Workload { Name = "pages", RequestBytes = 200, ResponseBytes = 16 << 10, Loads = [Open(200)] },
            new Workload { Name = "download", Kind = WorkloadKind.Download, MessageBytes = 64 << 10, Loads = [Closed(1)] },
        ],
        Links = ["loopback", "lan", "wan-40ms", "lossy-1"],
    };

    private static LoadPoint Closed(int inFlight) => new() { Name = $"closed-{inFlight}", InFlight = inFlight };

    private static LoadPoint Open(double rate) =>
        new() { Name = $"open-{rate}-poisson", Loop = LoopKind.Open, Rate = rate, Arrivals = ArrivalLaw.Poisson, InFlight = 64 };
}
