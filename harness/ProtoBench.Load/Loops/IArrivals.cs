namespace ProtoBench.Load.Loops;

/// <summary>Intended starts in nanoseconds, ascending. They know no clock, and nothing a server does moves a later one.</summary>
internal interface IArrivals
{
    /// <summary>Behind the last one: later than any window ends, and small enough to be added to a time.</summary>
    const long Never = long.MaxValue / 4;

    /// <summary>The next intended start; <see cref="Never"/> when there is none.</summary>
    long Next();
}
