using ProtoBench.Contract;

namespace ProtoBench.Model.Scenarios.Settings;

/// <summary>Something that a connection tells about itself, as reports and results.csv show it.</summary>
/// <param name="Name">What reports call it, such as <c>send buffer</c>.</param>
/// <param name="Read">A text, a flag, or a number of bytes; null: it does not apply, or the stack does not tell.</param>
internal sealed record ConnectionFact(string Name, Func<ConnectionFacts, object?> Read)
{
    /// <summary>Its column of results.csv, with the unit; null: it has none.</summary>
    public string? Column { get; init; }

    /// <summary>What reports write instead of null; null: the sign for "no such fact".</summary>
    public string? WhenAbsent { get; init; }

    /// <summary>It stands in <see cref="ConnectionFacts.More"/>, all of which reports show anyway.</summary>
    public bool Further { get; init; }
}
