using ProtoBench.Contract;

namespace ProtoBench.Protocols.Tests.Conformance;

/// <summary>What a variant must have for a conformance test to apply to it.</summary>
[Flags]
public enum Requirement
{
    None = 0,
    Tls = 1,
    Multiplexed = 2,

    /// <summary>Made with <see cref="IoMode.Blocking"/>.</summary>
    Blocking = 4,

    /// <summary>Made with <see cref="IoMode.Async"/>.</summary>
    Asynchronous = 8,
    Datagram = 16,

    /// <summary>Anything but datagrams: what was sent arrives, or the connection fails.</summary>
    Reliable = 32,

    /// <summary>One TCP or Unix stream underneath.</summary>
    ByteStream = 64,
    Tcp = 128,

    /// <summary>On msquic, so only where libmsquic is.</summary>
    Msquic = 256,

    /// <summary>HTTP/3, whatever the backend.</summary>
    Http3 = 512,

    /// <summary>Streams of messages in both directions at once.</summary>
    MessageStreams = 1024,

    /// <summary>HTTP semantics without anything on top, on a server with all paths.</summary>
    Http = 2048,

    /// <summary>Downloads and uploads, which lean clients leave to the idiomatic ones.</summary>
    Transfers = 4096,

    /// <summary>No packet is lost: for what is said once and never again, such as QUIC's CONNECTION_CLOSE (RFC 9000, 10.2.1).</summary>
    Lossless = 8192,

    /// <summary>Plain requests that the server's applications answer.</summary>
    EventRequests = 16384,

    /// <summary>Exchanges of typed messages.</summary>
    Codecs = 32768,

    /// <summary>Servers that can stop without cutting what runs.</summary>
    Drains = 65536,

    /// <summary>
    /// Such a server says so at any time. HTTP/1.1 has a word in responses only, and Kestrel's HTTP/3 (10.0) sends GOAWAY only while
    /// requests are active: a request can cross the end of a connection that idled for a moment.
    /// </summary>
    Announces = 131072,

    /// <summary>Servers that know requests by their ids.</summary>
    KnowsRequests = 262144,

    /// <summary>Servers that reset connections on request.</summary>
    ServerResets = 524288,
}
