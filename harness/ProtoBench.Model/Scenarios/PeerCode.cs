namespace ProtoBench.Model.Scenarios;

/// <summary>When the code of both sides becomes machine code.</summary>
public enum PeerCode
{
    /// <summary>
    /// While it runs, what is hot more than once (JIT), as most programs of .NET do. Steady after half a second to two.
    /// </summary>
    Jit,

    /// <summary>
    /// Before (native AOT): nothing is compiled while it is measured, a side starts in 30 ms and is steady at once. As fast as what is
    /// compiled while it runs without profiles; with them http1, http2, http3 and gRPC were 4 to 17 % faster (one exchange at a time over
    /// loopback, median p50 of two and four trials).
    /// </summary>
    Aot,
}
