using System.Text.Json.Serialization;
using ProtoBench.Model.Scenarios.Hosts;
using ProtoBench.Model.Scenarios.Objectives;
using ProtoBench.Model.Scenarios.Sides;

namespace ProtoBench.Model.Scenarios;

/// <summary>
/// What the user wrote, checked and with every default filled in: workloads × protocols × links × load points, and how often.
/// </summary>
public sealed record Scenario
{
    /// <summary>Short name, the file's name without extension unless the file says otherwise. Part of the run folder's name.</summary>
    public required string Name { get; init; }

    /// <summary>The question the scenario answers, as the report's title.</summary>
    public required string Title { get; init; }

    /// <summary>A paragraph for the reader of the report, or empty.</summary>
    public string Description { get; init; } = "";

    public required IReadOnlyList<Workload> Workloads { get; init; }

    /// <summary>The protocols to compare, each with its settings.</summary>
    public required IReadOnlyList<Arm> Arms { get; init; }

    /// <summary>Servers of the user's; null: there are only ours.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ServerSide>? Servers { get; init; }

    /// <summary>Client programs of the user's; null: there are only ours.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ClientSide>? Clients { get; init; }

    /// <summary>Hosts that the sides of every trial run on; null: this machine.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public HostPlan? Hosts { get; init; }

    /// <summary>Load points of every workload that does not list its own.</summary>
    public required IReadOnlyList<LoadPoint> Loads { get; init; }

    /// <summary>Absolute limits for the figures of every workload that does not list its own; null: there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Objective>? Objectives { get; init; }

    /// <summary>Names of the link profiles between client and server. Default <c>loopback</c>.</summary>
    public IReadOnlyList<string> Links { get; init; } = ["loopback"];

    /// <summary>The profiles of all of them but loopback; null where there is no other, and in runs from before they were kept.</summary>
    public IReadOnlyList<LinkProfileSource>? LinkProfiles { get; init; }

    /// <summary>Fresh process pairs per cell; the most of them where the run may end earlier. Default 5.</summary>
    public int Trials { get; init; } = 5;

    /// <summary>How the trials of arms that are compared share the machine.</summary>
    // Absent where it is the one there was before there were two: what is stored stays the same, and so do hashes of it.
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TrialDesign Design { get; init; }

    /// <summary>
    /// The run ends, from the third trial of a cell on, when every pair of arms is told apart or its ratio is known within this share;
    /// null: all trials are run.
    /// </summary>
    public double? Margin { get; init; }

    /// <summary>
    /// No repetition is begun that would not end within this time from the start of the run; null: it takes what it takes.
    /// </summary>
    public TimeSpan? Budget { get; init; }

    /// <summary>Measured time of one trial. Default 3 s.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(3);

    public WarmUp WarmUp { get; init; } = new();

    /// <summary>An exchange without a response for this long counts as timed out. Default 5 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Seed of the trial order and of every arrival schedule. Default 1.</summary>
    public int Seed { get; init; } = 1;

    public RuntimeSettings Runtime { get; init; } = new();

    /// <summary>How processors are divided between the two processes of a trial.</summary>
    public Pinning Pinning { get; init; } = Pinning.Split;

    /// <summary>Whether idle processors are kept awake while trials run.</summary>
    public IdleProcessors Idle { get; init; } = IdleProcessors.Poll;
}
