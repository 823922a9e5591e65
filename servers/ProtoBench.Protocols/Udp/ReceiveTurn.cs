namespace ProtoBench.Protocols.Udp;

/// <summary>
/// Tells a loop that receives when to leave its thread to others: after so many datagrams in a row that had come before they were asked
/// for. Where completions go on inline, that thread tells of all other sockets too, which would wait as long as datagrams come.
/// </summary>
internal struct ReceiveTurn
{
    /// <summary>Datagrams of a turn.</summary>
    public const int Most = 64;

    private int _taken;

    /// <summary>Counts a datagram that is asked for; true: leave the thread first.</summary>
    /// <param name="hasCome">Had it come already?</param>
    public bool IsOver(bool hasCome)
    {
        _taken = hasCome && _taken < Most ? _taken + 1 : 0;
        return _taken == Most;
    }
}
