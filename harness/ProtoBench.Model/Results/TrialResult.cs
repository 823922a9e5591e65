using System.Text.Json.Serialization;
using ProtoBench.Contract;
using ProtoBench.Model.Clocks;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Searches;

namespace ProtoBench.Model.Results;

/// <summary>One line of trials.jsonl: a trial with everything it measured and whether it may be trusted.</summary>
public sealed record TrialResult
{
    /// <summary><see cref="ProtoBench.Model.Plans.PlannedTrial.Number"/>.</summary>
    public required int Number { get; init; }

    public required string CellId { get; init; }

    public required int Repetition { get; init; }

    /// <summary>
    /// The round it was measured in, in turns with the other trials of the same number; null: it had the machine to itself.
    /// </summary>
    public int? Round { get; init; }

    public required TrialStatus Status { get; init; }

    /// <summary>Why the status is not <see cref="TrialStatus.Succeeded"/>, as sentences; empty when it is.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>What a reader should know although the trial counts, such as a warm-up that did not become steady.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>
    /// Attempts over an emulated link that were made again because of that link, in order; empty on loopback, and in runs from before there
    /// were any.
    /// </summary>
    public IReadOnlyList<RejectedAttempt> RejectedAttempts { get => field ?? []; init; } = [];

    public required DateTimeOffset Started { get; init; }

    /// <summary>Whole length of the trial with process start and stop and rejected attempts, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>
    /// Where that time went; null in runs from before it was watched, and of trials that failed before they were measured.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TrialTimes? Times { get; init; }

    /// <summary>Process ids, also of a trial that failed before it measured; 0 when the process never started.</summary>
    public int ClientProcessId { get; init; }

    public int ServerProcessId { get; init; }

    /// <summary>Of a search for a rate: what this trial was for and what it says; null for every other trial.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SearchTrial? Search { get; init; }

    /// <summary>What the first connection negotiated.</summary>
    public ConnectionFacts? Facts { get; init; }

    public Measurement? Measurement { get; init; }

    /// <summary>Key figures of <see cref="Measurement.Response"/>, for readers without an HDR decoder.</summary>
    public LatencySummary? ResponseMicroseconds { get; init; }

    /// <summary>Key figures of <see cref="Measurement.Service"/>.</summary>
    public LatencySummary? ServiceMicroseconds { get; init; }

    public LatencySummary? SendLatenessMicroseconds { get; init; }

    /// <summary>Of the emulated link; null on loopback.</summary>
    public LinkEvidence? Link { get; init; }

    /// <summary>Where several client processes drove the server, the sum of what they used.</summary>
    public ProcessUsage? Client { get; init; }

    /// <summary>What each of several client processes measured; null where there was one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ClientPart>? ClientParts { get; init; }

    public ProcessUsage? Server { get; init; }

    /// <summary>
    /// What else the machine did inside the window; null when nothing was measured, and in runs from before it was watched.
    /// </summary>
    public MachineState? Machine { get; init; }

    /// <summary>
    /// The same of each host that sides ran on, in place of this machine; null: none did, or their builds do not tell.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<HostMachine>? HostMachines { get; init; }

    /// <summary>What every machine that the sides ran on did; empty where nobody looked.</summary>
    [JsonIgnore]
    public IEnumerable<MachineState> Machines =>
        HostMachines?.Select(host => host.State) ?? (Machine is null ? [] : [Machine]);

    /// <summary>What its sides ran on; null: both ran on the machine of the run's fingerprint.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TrialHosts? Hosts { get; init; }

    /// <summary>
    /// Hosts of clients that were out of reach, so that it ran without them and does not count; a run that goes on runs it again. Null: it
    /// had all that was asked for.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Without { get; init; }

    /// <summary>What the network between its hosts was like, from each client's host; null: both sides ran on one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PathEvidence>? Paths { get; init; }

    /// <summary>
    /// How the clocks of its processes were read; null: they all read one clock, and nothing that compares them is uncertain.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TrialClocks? Clocks { get; init; }

    /// <summary>Folder of the processes' logs, relative to the run folder.</summary>
    public string? Logs { get; init; }
}
