using ProtoBench.Scenarios;

namespace ProtoBench.Benchmarks;

/// <summary>The scenarios whose invented runs are rendered.</summary>
internal static class SyntheticScenarios
{
    private static readonly string[] Protocols = ["tcp", "udp", "unix", "http1", "http2", "websocket", "grpc"];

    /// <summary>7 arms × 3 loads × 5 trials: 105 trials.</summary>
    public static Scenario Usual { get; } = new()
    {
        Name = "usual",
        Title = "Which protocol answers small requests fastest?",
        Workloads = [new Workload { Name = "echo" }],
        Arms = [.. Protocols.Select(protocol => Arm(protocol))],
        Loads = [Closed(1), Closed(16), Open(5_000)],
    };

    /// <summary>8 arms × 4 loads × 3 workloads × 5 trials: 480 trials, to be rendered within 2 s.</summary>
    public static Scenario Large { get; } = Usual with
    {
        Name = "large",
        Workloads = [.. new[] { 64, 1 << 10, 16 << 10 }.Select(size => new Workload { Name = $"echo-{size}", RequestBytes = size, ResponseBytes = size })],
        Arms = [.. Usual.Arms, Arm("tcp") with { Label = "tcp-tls", Tls = true }],
        Loads = [Closed(1), Closed(16), Closed(64), Open(5_000)],
    };

    private static Arm Arm(string protocol) => new() { Label = protocol, Protocol = protocol };

    private static LoadPoint Closed(int inFlight) => new() { Name = $"closed-{inFlight}", InFlight = inFlight };

    private static LoadPoint Open(double rate) =>
        new() { Name = $"open-{rate}-poisson", Loop = LoopKind.Open, Rate = rate, Arrivals = ArrivalLaw.Poisson, InFlight = 64 };
}
