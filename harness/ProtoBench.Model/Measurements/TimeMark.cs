namespace ProtoBench.Model.Measurements;

/// <summary>
/// Something that happened to a side of a trial inside the window, by when it was: to be seen beside latencies over time.
/// </summary>
/// <param name="From">In seconds from the window's start: it happened after this,</param>
/// <param name="To">and before this: sides are looked at ten times a second.</param>
/// <param name="What">What happened.</param>
/// <param name="Side"><c>client</c> or <c>server</c>.</param>
/// <param name="Amount">Milliseconds that collections paused the process, or packets that were sent again.</param>
public sealed record TimeMark(double From, double To, TimeMarkKind What, string Side, double Amount);

/// <summary>What a <see cref="TimeMark"/> marks.</summary>
public enum TimeMarkKind
{
    /// <summary>Garbage collections paused the process.</summary>
    Collection,

    /// <summary>Packets were sent again; counted over emulated links only.</summary>
    Retransmission,
}
