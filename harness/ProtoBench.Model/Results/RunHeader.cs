using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;

namespace ProtoBench.Model.Results;

/// <summary>The content of plan.json: which run this is, and everything it set out to do.</summary>
public sealed record RunHeader
{
    public required string Id { get; init; }

    public required DateTimeOffset Started { get; init; }

    public required string Command { get; init; }

    /// <summary>When the program that made it was started; null in runs from before that was kept.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Launched { get; init; }

    public required Plan Plan { get; init; }

    /// <summary>What the machine did before the first trial; null in runs from before it was looked at.</summary>
    public MachineState? Before { get; init; }

    /// <summary>The other machines that sides run on; null: they run on this one.</summary>
    public IReadOnlyList<RunHost>? Hosts { get; init; }
}
