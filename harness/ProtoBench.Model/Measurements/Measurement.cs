using System.Text.Json.Serialization;

namespace ProtoBench.Model.Measurements;

/// <summary>What the client of one trial recorded in its measuring window. All latencies are in histograms of nanoseconds.</summary>
public sealed record Measurement
{
    /// <summary>Length of the measuring window, in seconds.</summary>
    public required double WindowSeconds { get; init; }

    /// <summary>
    /// Window start on the client's monotonic clock (CLOCK_MONOTONIC, nanoseconds), so that both processes' samples can be laid on it.
    /// </summary>
    public required long WindowStartNanoseconds { get; init; }

    /// <summary>
    /// Completion − intended start; in a closed loop equal to <see cref="Service"/>. HdrHistogram V2 compressed, base64. Null for bulk
    /// transfers.
    /// </summary>
    public string? Response { get; init; }

    /// <summary>Completion − actual start. Null for bulk transfers.</summary>
    public string? Service { get; init; }

    /// <summary>Actual start − intended start. Open loop only.</summary>
    public string? SendLateness { get; init; }

    /// <summary>
    /// The client's own lateness: when its pacing thread came to an arrival − when that was intended. Open loop only. Unlike
    /// <see cref="SendLateness"/> it holds no waiting for a free connection, so it tells the generator's fault from the server's.
    /// </summary>
    public string? PacingLateness { get; init; }

    public required OutcomeCounts Outcomes { get; init; }

    /// <summary>What the first failed exchange or stream complained of, warm-up included; null when nothing failed.</summary>
    public string? FirstFailure { get; init; }

    /// <summary>The first failure of each kind; null when nothing failed, and from clients that did not keep them.</summary>
    public FailureExamples? Failures { get; init; }

    /// <summary>Workloads with <c>fresh: true</c> only: the connections they opened.</summary>
    public OpenedConnections? Opened { get; init; }

    /// <summary>Exchanges per second that were planned. Open loop only.</summary>
    public double? OfferedRate { get; init; }

    /// <summary>
    /// Slices only: seconds in which something was in flight, the last exchange of each slice to its end; at least the window's. Null
    /// otherwise.
    /// </summary>
    public double? DrivenSeconds { get; init; }

    /// <summary>Exchanges completed inside the window per second. Null for bulk transfers.</summary>
    public double? AchievedRate { get; init; }

    /// <summary>Most exchanges that waited for a free connection at once. Open loop only.</summary>
    public int? LongestBacklog { get; init; }

    /// <summary>
    /// Arrivals of the warm-up that still waited for a free connection when the first arrival of the window was due; of slices, the most
    /// before any of them. Open loop only; null also in runs from before it was counted.
    /// </summary>
    public int? BacklogAtStart { get; init; }

    /// <summary>
    /// Arrivals that still waited when the window was over; of slices, the most after any of them. Open loop only, like
    /// <see cref="BacklogAtStart"/>.
    /// </summary>
    public int? BacklogAtEnd { get; init; }

    /// <summary>
    /// Arrivals of the warm-up that were overdue when it ended, and were dropped, so that the window began without their queue. Open loops
    /// of exchanges that are not driven in slices only; null otherwise.
    /// </summary>
    public long? OverdueDropped { get; init; }

    /// <summary>Payload the receiver got inside the window, in bytes per second. Bulk transfers only.</summary>
    public double? GoodputBytesPerSecond { get; init; }

    /// <summary>Figures that only this kind of workload has, by key; null where it has none.</summary>
    public IReadOnlyDictionary<string, double>? Figures { get; init; }

    /// <summary>
    /// Distributions of times that only this kind of workload has, by key; null where it has none. HdrHistogram V2 compressed, base64, in
    /// nanoseconds.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Times { get; init; }

    /// <summary>
    /// Objects that were loaded together, of the one time that took the median; null where the workload loads none together.
    /// </summary>
    public IReadOnlyList<LoadedObject>? Waterfall { get; init; }

    /// <summary>Datagrams of the whole transfer that were sent; datagram protocols only.</summary>
    public long? DatagramsSent { get; init; }

    /// <summary>Datagrams of the whole transfer that never arrived; datagram protocols only.</summary>
    public long? DatagramsLost { get; init; }

    /// <summary>Replies that came after their exchange had timed out; datagram protocols only.</summary>
    public long? LateReplies { get; init; }

    /// <summary>Connections that broke and were opened again, warm-up included.</summary>
    public int Reopened { get; init; }

    /// <summary>Connections the server closed as it had announced; null when there were none.</summary>
    public AnnouncedCloses? AnnouncedCloses { get; init; }

    /// <summary>Requests of the user's own only: what came back for them.</summary>
    public AnsweredRequests? Answers { get; init; }

    /// <summary>Requests of the user's own only: where opening the connections took its time.</summary>
    public ConnectionOpenings? Openings { get; init; }

    /// <summary>
    /// Requests of the user's own only: how the server ended connections, by kind; null when it ended none. Those that were announced are
    /// in <see cref="AnnouncedCloses"/> too.
    /// </summary>
    public IReadOnlyList<ConnectionEnding>? Endings { get; init; }

    /// <summary>Receiver-side rate over time, warm-up included.</summary>
    public IReadOnlyList<RateSample> Series { get; init; } = [];

    /// <summary>
    /// Response times by when the exchange began, at most fifty stretches of the window, of slices over all of them; null for bulk
    /// transfers, and from clients that did not keep them.
    /// </summary>
    public IReadOnlyList<LatencyInterval>? Intervals { get; init; }

    /// <summary>
    /// What happened to either side inside the window, by when it was; null: nothing that is known, and in slices, whose time is not one
    /// piece.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TimeMark>? Marks { get; init; }

    /// <summary>
    /// The window in parts, where its rate changes over time: the steps, or ten equal ones. Null where it does not.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<LoadPart>? Parts { get; init; }

    /// <summary>
    /// The TCP sockets of both sides before and after the window. Null of arms that are not over TCP, of slices, and in runs from before
    /// they were looked at.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SocketSnapshots? Sockets { get; init; }

    /// <summary>
    /// How many of them were in each state over time, warm-up included. Null where none changed, of workloads whose connections stay, of
    /// arms that are not over TCP, of slices, and in runs from before it was kept.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SocketStates? SocketsOverTime { get; init; }

    /// <summary>
    /// How congestion control moved inside the window, of the connections that carried the most; of several client processes, the first
    /// one's. Null of all but bulk transfers over TCP across an emulated link or a network, of slices, and in runs from before it was kept.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CongestionSeries>? Congestion { get; init; }

    /// <summary>
    /// What waited in front of the emulated link's rates, each way, in slices of the window. Null where nothing did, of links without a
    /// rate, of slices, of the kernel's own emulation, and in runs from before it was kept.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<LinkQueueSeries>? LinkQueues { get; init; }

    /// <summary>
    /// From one of several client processes alone: what it takes all of them to tell, for its kind of workload to put together. Null in
    /// every result.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Unmerged { get; init; }

    public required WarmUpOutcome WarmUp { get; init; }
}
