using System.Text.Json.Serialization;
using ProtoBench.Contract;
using ProtoBench.Model.Scenarios.Objectives;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Scenarios.Requests;

namespace ProtoBench.Model.Scenarios;

/// <summary>What one client does: the size of its messages and how they are spread over connections.</summary>
public sealed record Workload
{
    /// <summary>The kind of a workload that does not name one.</summary>
    public const string DefaultKind = "exchange";

    // Workloads are compared by what they mean.
    private readonly RequestSet _requests;
    private readonly MixedPartSet _parts;
    private readonly ObjectSet _objects;

    /// <summary>Unique within the scenario; part of every cell's id.</summary>
    public required string Name { get; init; }

    /// <summary>Name of its <see cref="IWorkloadKind"/>.</summary>
    [JsonConverter(typeof(WorkloadKindJson))]
    public string Kind { get; init; } = DefaultKind;

    /// <summary>Request payload of an exchange, 0 to 16 MiB. Default 64 B.</summary>
    public int RequestBytes { get; init; } = 64;

    /// <summary>Response payload of an exchange, 0 to 16 MiB. Default 64 B.</summary>
    public int ResponseBytes { get; init; } = 64;

    /// <summary>
    /// Payload per write or message of a bulk transfer. Null: its kind's own, for a download or upload 128 KiB, or for datagrams 1,400 B.
    /// </summary>
    public int? MessageBytes { get; init; }

    /// <summary>Datagrams that each bulk transfer sends a second; null: as many as the kernel takes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? SendRate { get; init; }

    /// <summary>Frames per second and connection; null: the kind's own default.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? FrameRate { get; init; }

    /// <summary>When a frame must be there to be of use, from when it was due; null: the kind's own default.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? Deadline { get; init; }

    /// <summary>Does the client send the frames? Default false: the server does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool FramesFromClient { get; init; }

    /// <summary>Connections to open. Null (<c>auto</c>): as many as the load point needs, ⌈in flight ÷ streams⌉, or one per exchange in
    /// flight where the protocol cannot multiplex.</summary>
    public int? Connections { get; init; }

    /// <summary>Exchanges that may be in flight on one connection, where the protocol can multiplex. Default 1.</summary>
    public int Streams { get; init; } = 1;

    /// <summary>
    /// Exchanges that may be in flight on one connection and are answered in order (RFC 9112, 9.3.2), where the client can pipeline;
    /// null: none is sent before the one before it is answered.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Pipeline { get; init; }

    /// <summary>
    /// Open a new connection for every exchange, and count opening it (TCP, TLS, upgrade) as part of the exchange: what a cold client pays.
    /// Default false: connections are opened before the measurement and reused.
    /// </summary>
    public bool Fresh { get; init; }

    /// <summary>Processor time the server spends on every exchange before it answers, 0 to 1 s. Default none.</summary>
    public TimeSpan ServerWork { get; init; }

    /// <summary>
    /// Requests of the user's own, for servers that are not ours; null: messages of <see cref="RequestBytes"/> and
    /// <see cref="ResponseBytes"/>, which our servers and those of the same contract understand.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RequestSpec>? Requests
    {
        get => _requests.List;
        init => _requests = new RequestSet(value);
    }

    /// <summary>Objects that are loaded together, in this order; null: those of the kind's own choice.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ObjectCount>? LoadedObjects
    {
        get => _objects.List;
        init => _objects = new ObjectSet(value);
    }

    /// <summary>
    /// A document of so many bytes that names the <see cref="LoadedObjects"/> and is loaded before them; null: there is none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? DocumentBytes { get; init; }

    /// <summary>
    /// Exchanges per connection, after which a new one is opened as with <see cref="Fresh"/>; null: connections are kept for the trial.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Reuse { get; init; }

    /// <summary>Are connections opened while it is measured, and opening them counted in?</summary>
    [JsonIgnore]
    public bool OpensConnections => Fresh || Reuse is not null;

    /// <summary>
    /// What a user of a closed loop waits between one exchange's end and the next one's start, in no response time; null: nothing.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? Think { get; init; }

    /// <summary>Streams of messages: who speaks; null: both sides in turns.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StreamWay? Way { get; init; }

    /// <summary>Streams of messages: messages after which a stream is ended and the next one opened; null: streams never end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Messages { get; init; }

    /// <summary>Payload a second that the reader of a stream takes; null: its kind's default.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ReaderBytesPerSecond { get; init; }

    /// <summary>Exchanges that go on at the same time, the first one at the load point; null: the kind has none, or its default.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<MixedPart>? Parts
    {
        get => _parts.List;
        init => _parts = new MixedPartSet(value);
    }

    /// <summary>Absolute limits of its figures; null takes the scenario's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Objective>? Objectives { get; init; }

    /// <summary>Connections that the client holds open, where the kind has many; null: the kind's default.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Held { get; init; }

    /// <summary>How long they idle; null: the kind's default.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? IdleFor { get; init; }

    /// <summary>How connections end, where the kind is about that. Default gracefully, by the client.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public CloseManner Manner { get; init; }

    /// <summary>From when the server is killed until the next one may listen, where the kind does that; null: the kind's default.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? Down { get; init; }

    /// <summary>How long clients wait before they try again, where the kind has them do so; null: <see cref="Backoff.Default"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Backoff? Backoff { get; init; }

    /// <summary>Where the client tries to connect to nobody, where the kind does. Default a closed port.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ConnectTarget Target { get; init; }

    /// <summary>When the client sends a request once more that is not answered; null: never.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CopyPolicy? Copies { get; init; }

    /// <summary>
    /// What becomes of a request that comes again, by an id that each exchange then has; null: requests have no id, and nobody looks.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DuplicateRule? Duplicates { get; init; }

    /// <summary>Ids that the server remembers, where it suppresses duplicates; null: <see cref="DefaultRemembered"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Remembered { get; init; }

    /// <summary>They take 1.4 MiB.</summary>
    public const int DefaultRemembered = 50_000;

    /// <summary>Share of requests that the server carries out and whose connection it then resets, 0 to 0.5. Default 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double ServerResets { get; init; }

    /// <summary>What learns that the peer of an idle connection is gone, where the kind asks that; null: nothing does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public KeepAlive? KeepAlive { get; init; }

    /// <summary>Does the client send something more when its peer has fallen silent, where the kind is about that? Default no.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool SentIntoSilence { get; init; }

    /// <summary>Load points of this workload; null takes the scenario's.</summary>
    public IReadOnlyList<LoadPoint>? Loads { get; init; }
}
