using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Model.Scenarios;

/// <summary>How events that a server sends come to a subscriber.</summary>
public enum Delivery
{
    /// <summary>On a stream of messages that the protocol itself has.</summary>
    Stream,

    /// <summary>Server-sent events: one response that does not end (HTML Living Standard, 9.2).</summary>
    Sse,

    /// <summary>A request is answered when there is an event, and the next one sent at once (RFC 6202, 2).</summary>
    [Word("long-polling")]
    LongPolling,

    /// <summary>A request is answered at once, events or not, and the next one sent an interval after the answer.</summary>
    [Word("short-polling")]
    ShortPolling,
}
