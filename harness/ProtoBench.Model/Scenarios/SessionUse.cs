namespace ProtoBench.Model.Scenarios;

/// <summary>How a new connection uses the TLS session of an earlier one.</summary>
public enum SessionUse
{
    /// <summary>Not at all: a full handshake with certificates.</summary>
    Full,

    /// <summary>Resumed from a session ticket (RFC 8446, section 2.2); the first request waits for the handshake.</summary>
    Resumed,

    /// <summary>Resumed, with the first request in the first flight: 0-RTT (RFC 8446, section 2.3; RFC 9001, section 4.6).</summary>
    Early,
}
