using ProtoBench.Contract;

namespace ProtoBench.Model.Scenarios.Settings;

/// <summary>How a verdict tells that the compared arms differ in something besides their protocol.</summary>
/// <param name="Name">Of what differs, such as <c>congestion control</c>; of an <see cref="IsAdjective">adjective</see>, the word
/// itself.</param>
/// <param name="Read">The value on a connection, in a report's words; null: nothing that could be unlike, as the congestion control of a
/// Unix socket.</param>
internal sealed record Contrast(string Name, Func<ConnectionFacts, Arm, Workload, string?> Read)
{
    /// <summary>Arms either are it or are not: a value means that they are.</summary>
    public bool IsAdjective { get; init; }

    /// <summary>The value where connections do not tell it.</summary>
    public Func<Arm, string?> Asked { get; init; } = _ => null;
}
