namespace ProtoBench.Model.Scenarios;

/// <summary>How the trials of the arms that are compared with each other share the machine.</summary>
public enum TrialDesign
{
    /// <summary>
    /// One trial after the other, each with the machine to itself. The only design for bulk transfers, whose streams cannot be cut.
    /// </summary>
    Separate,

    /// <summary>
    /// In rounds: fresh processes of all arms are alive at once and driven in turns, by slices of about a fiftieth of a second in random
    /// order. Whatever the machine does then meets all of them, and what is compared is their ratio within a round. The level of an
    /// unchanged server moved by 20 % between sessions where the ratio of two interleaved ones moved by 0.3 %.
    /// </summary>
    Interleaved,

    /// <summary>
    /// <see cref="Interleaved"/> where nothing speaks against it: closed loops of exchanges over loopback, without pauses of their users.
    /// In an open loop a queue needs longer than a slice to grow; over a link, a connection that rests loses its congestion window (RFC
    /// 5681, 4.1), and the link's packets would be those of all arms. All that is measured as <see cref="Separate"/>.
    /// </summary>
    Auto,
}
