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
}
