using System.Text.Json.Serialization;
using ProtoBench.Contract;

namespace ProtoBench.Model.Scenarios;

/// <summary>
/// One side of a comparison: a protocol with its settings, whose table is <c>ArmSettings</c>. Stored runs have the properties in this
/// order.
/// </summary>
public sealed record Arm
{
    /// <summary>
    /// Unique within the scenario and shown everywhere. Default: the protocol's name with its settings, such as <c>websocket-http2-tls</c>.
    /// </summary>
    public required string Label { get; init; }

    /// <summary>A name of the protocol catalog.</summary>
    public required string Protocol { get; init; }

    /// <summary>Run inside TLS 1.3. Default false.</summary>
    public bool Tls { get; init; }

    /// <summary>The carrier, where the protocol has a choice; null is its default.</summary>
    public string? Over { get; init; }

    /// <summary>The implementation of QUIC, for protocols over it; null is the default, ngtcp2.</summary>
    public string? Backend { get; init; }

    /// <summary>TCP_NODELAY. Default true.</summary>
    public bool NoDelay { get; init; } = true;

    /// <summary>
    /// Congestion control: of TCP by its kernel name, of QUIC cubic, reno or bbr. Null: cubic, so that TCP and QUIC are comparable, unless
    /// the kernel refuses it here.
    /// </summary>
    public string? CongestionControl { get; init; }

    /// <summary>How connections of a workload with <see cref="Workload.Fresh"/> use earlier TLS sessions. Default full.</summary>
    public SessionUse Session { get; init; } = SessionUse.Full;

    /// <summary>How socket calls wait.</summary>
    public IoMode Io { get; init; } = IoMode.Async;

    /// <summary>SO_SNDBUF in bytes, as asked of the kernel. Null: the system's size, which TCP lets grow (tcp(7), tcp_wmem).</summary>
    public int? SendBuffer { get; init; }

    /// <summary>How events that a server sends come to subscribers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Delivery Delivery { get; init; }

    /// <summary>Short polling: what a subscriber waits between an answer and its next request; null: 1 s.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? PollInterval { get; init; }

    /// <summary>How the messages of exchanges are written.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Codec Codec { get; init; }

    /// <summary>How typed messages are compressed; of bytes it is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Compression Compression { get; init; }

    /// <summary>Messages of a flow go in QUIC's DATAGRAM frames (RFC 9221). Left out of JSON where false.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Datagrams { get; init; }

    /// <summary>
    /// Does the kernel cut the datagrams of a bulk transfer out of one call? Null: yes; stored runs have it only where it was said.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Segmentation { get; init; }

    /// <summary>What our own server is made of.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ServerMake ServeWith { get; init; }

    /// <summary>Name of the <see cref="Sides.ServerSide"/> that answers; null: ours.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Server { get; init; }

    /// <summary>Name of the <see cref="Sides.ClientSide"/> that asks; null: ours.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Client { get; init; }

    /// <summary>Processes among which the client's load is divided; null: one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ClientProcesses { get; init; }
}
