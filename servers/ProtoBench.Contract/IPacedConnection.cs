namespace ProtoBench.Contract;

/// <summary>
/// A connection whose thread, while it waits for the socket, can wait for an instant too. Whoever starts exchanges at set times does that
/// there: a second thread would take turns with it on a processor that they share.
/// </summary>
public interface IPacedConnection : IProtocolConnection
{
    /// <summary>Has the connection's thread come to <paramref name="pacer"/>, from now on until that is over. Returns at once.</summary>
    void Pace(IPacer pacer);
}

/// <summary>Does something at set times.</summary>
public interface IPacer
{
    /// <summary>What <see cref="Turn"/> returns when there is nothing more to do.</summary>
    const long Over = long.MaxValue;

    /// <summary>Does what is due and returns without waiting for anything.</summary>
    /// <returns>When to come again, in nanoseconds of CLOCK_MONOTONIC (clock_gettime(2)), or <see cref="Over"/>. An instant that has passed
    /// means: as soon as what the sockets have is seen to.</returns>
    long Turn();
}
