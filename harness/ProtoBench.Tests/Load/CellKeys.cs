namespace ProtoBench.Tests.Load;

/// <summary>
/// What a scenario has to say of a kind so that every protocol which offers it has a cell. A new kind stands here or fails.
/// </summary>
/// <param name="Keys">Of the workload, beside its kind; a protocol does it with the first that apply to it.</param>
internal sealed record CellKeys(params string[] Keys)
{
    private static readonly Dictionary<string, CellKeys> Written = new()
    {
        ["exchange"] = new("response: 2 kB, connections: auto"),
        ["download"] = new("") { OfDatagrams = Paced },
        ["upload"] = new("") { OfDatagrams = Paced },
        ["duplex"] = new(""),
        ["stream"] = new("messages: 10", ""),
        ["slow-reader"] = new("reader: 1 MiB/s, message: 16 KiB"),
        ["mixed"] = new("parts: { small: {}, large: { response: 32 KiB, flows: 1 } }"),
        ["copies"] = new("resend: { after: 100 ms, times: 2 }"),
        ["churn"] = new("reuse: 2"),

        // The warm-up is over as soon as all are open.
        ["idle"] = new("held: 4, idle-for: 100 ms") { WarmUp = TimeSpan.FromSeconds(30) },
        ["close"] = new("manner: graceful"),
        ["reconnect"] = new("down: 100 ms"),

        // Who speaks QUIC need not hear of a refusal, and an attempt then takes all of its time.
        ["unreachable"] = new("target: closed-port") { Limit = TimeSpan.FromSeconds(2) },
        ["dead-peer"] = new(
            "keep-alive: { by: protocol, after: 1 s, every: 1 s, probes: 1 }",
            "keep-alive: { by: transport, after: 1 s, every: 1 s, probes: 1 }",
            ""),
        ["command"] = new(""),
        ["objects"] = new("response: 20 kB"),
        ["page"] = new("objects: [ { size: 4 kB, count: 6 } ], document: 4 kB"),
        ["frames"] = new("message: 200 B, frame-rate: 60/s, deadline: 100 ms"),
        ["push"] = new("message: 200 B, loads: [ { open: 100/s } ]"),
    };

    // As many as the kernel takes would be all that the link carries, and what shares it would be judged by that.
    private const string Paced = "send-rate: 500/s";

    /// <summary>Beside <see cref="Keys"/> for a protocol that is datagrams and nothing else; default: nothing.</summary>
    public string OfDatagrams { get; init; } = "";

    /// <summary>How long an exchange may take. Default: four seconds of a quiet machine.</summary>
    public TimeSpan Limit
    {
        get => field > TimeSpan.Zero ? field : Patience.Of(TimeSpan.FromSeconds(4));
        init;
    }

    /// <summary>How long the warm-up may take. Default: too short for most to be steady, which nobody asks for.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <exception cref="KeyNotFoundException">The kind is new, and nothing is written of it.</exception>
    public static CellKeys Of(string kind) => Written[kind];
}
