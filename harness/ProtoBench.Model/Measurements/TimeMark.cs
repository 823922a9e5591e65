namespace ProtoBench.Model.Measurements;

/// <summary>
/// Something that happened to a side of a trial, or to its emulated link, inside the window, by when it was: to be seen beside latencies
/// over time.
/// </summary>
/// <param name="From">In seconds from the window's start: it happened after this,</param>
/// <param name="To">and before this: sides are looked at ten times a second, and a link counts in slices of 50 ms or longer.</param>
/// <param name="What">What happened.</param>
/// <param name="Side">
/// <c>client</c> or <c>server</c>; of the link, the way of its packets: <c>up</c> to the server, or <c>down</c> to the client.
/// </param>
/// <param name="Amount">
/// Packets; of <see cref="TimeMarkKind.Collection"/>, <see cref="TimeMarkKind.LinkOutage"/> and <see cref="TimeMarkKind.LinkGap"/>,
/// milliseconds.
/// </param>
public sealed record TimeMark(double From, double To, TimeMarkKind What, string Side, double Amount);

/// <summary>What a <see cref="TimeMark"/> marks.</summary>
public enum TimeMarkKind
{
    /// <summary>Garbage collections paused the process.</summary>
    Collection,

    /// <summary>Packets were sent again; counted over emulated links only.</summary>
    Retransmission,

    /// <summary>The emulated link lost packets as its profile says: at random, in bursts or by its list.</summary>
    LinkLoss,

    /// <summary>The emulated link dropped packets, because the queue in front of its rate was full.</summary>
    LinkQueueFull,

    /// <summary>The emulated link inverted a bit of packets, which their receivers then reject.</summary>
    LinkDamage,

    /// <summary>The emulated link dropped packets that came in an outage.</summary>
    LinkOutageLoss,

    /// <summary>The emulated link had an outage (a blackout of its profile), whether packets came or not.</summary>
    LinkOutage,

    /// <summary>The recorded rate of the emulated link let nothing through; packets waited in its queue.</summary>
    LinkGap,
}
