namespace ProtoBench.Model.Scenarios.Hosts;

/// <summary>What Slurm is asked for where it starts the sides. The rest is as its own variables and defaults have it.</summary>
public sealed record SlurmRequest
{
    /// <summary>How long an allocation may live that nobody ends, unless the scenario says otherwise.</summary>
    public static readonly TimeSpan UsualTime = TimeSpan.FromMinutes(60);

    /// <summary>Partition of the nodes; null: the default one.</summary>
    public string? Partition { get; init; }

    /// <summary>Account that is charged; null: the user's default.</summary>
    public string? Account { get; init; }

    /// <summary>
    /// The allocation's time limit. A run that is longer gets another allocation between two trials. Default <see cref="UsualTime"/>.
    /// </summary>
    public TimeSpan Time { get; init; } = UsualTime;

    /// <summary>Further options of salloc, after ours, such as <c>--qos=high</c>.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];
}
