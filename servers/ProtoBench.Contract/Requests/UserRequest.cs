namespace ProtoBench.Contract.Requests;

/// <summary>
/// A request of a user's own, to a server that need not be ours. Everything in it is ready before the load starts: an exchange computes
/// nothing of it. Shared by all lanes.
/// </summary>
public sealed class UserRequest
{
    /// <summary>What reports call it; unique within its workload.</summary>
    public required string Name { get; init; }

    /// <summary>RFC 9110, 9. Default GET. Protocols without methods ignore it.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>
    /// Path and query, as they go over the wire (RFC 9112, 3.2.1); gRPC: <c>/package.Service/Method</c>. WebSocket: of the upgrade, where
    /// it must be the same for all requests of a workload.
    /// </summary>
    public string Target { get; init; } = "/";

    /// <summary>Header fields in the order in which they are sent, without those that the protocol makes itself. gRPC: metadata.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>
    /// Messages of the request: HTTP at most one, its body; WebSocket and byte protocols one; gRPC one or, for a stream of the client's,
    /// several.
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Messages { get; init; } = [];

    /// <summary>gRPC: which sides send streams of messages. Default: neither, a unary call.</summary>
    public RpcStreams Streams { get; init; }

    /// <summary>gRPC: how messages are compressed in both directions. Default: not at all.</summary>
    public RpcCompression Compression { get; init; }

    /// <summary>
    /// The statuses that are a success: HTTP's, or gRPC's own (0 is OK). Any other throws <see cref="UnexpectedStatusException"/>.
    /// </summary>
    public StatusRange Expected { get; init; } = StatusRange.Success;
}

/// <summary>The kind of a gRPC call: one message or a stream, each way.</summary>
/// <param name="FromClient">The client sends any number of messages, and not exactly one.</param>
/// <param name="FromServer">The server does.</param>
public readonly record struct RpcStreams(bool FromClient, bool FromServer);

/// <summary>How gRPC compresses messages (its "Compression" specification); servers may answer without.</summary>
public enum RpcCompression
{
    None,
    Gzip,
    Deflate,
}

/// <summary>Statuses from <paramref name="First"/> to <paramref name="Last"/>.</summary>
public readonly record struct StatusRange(int First, int Last)
{
    /// <summary>HTTP's 2xx (RFC 9110, 15.3).</summary>
    public static StatusRange Success { get; } = new(200, 299);

    public bool Contains(int status) => status >= First && status <= Last;
}
