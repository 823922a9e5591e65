using System.Text.Json.Serialization;
using ProtoBench.Contract;
using ProtoBench.Contract.Duplicates;
using ProtoBench.Contract.Requests;
using ProtoBench.Machine;
using ProtoBench.Model.Clocks;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Sides;

namespace ProtoBench.Load.Children;

/// <summary>
/// One line of the contract between <c>protobench run</c> and the processes of a trial: JSON on standard input and output, one message a
/// line. Standard output carries nothing else; the log goes to standard error. A child stops when its standard input ends, so that no
/// process outlives its parent.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Hello), "hello")]
[JsonDerivedType(typeof(ServeOrder), "serve")]
[JsonDerivedType(typeof(Ready), "ready")]
[JsonDerivedType(typeof(DriveOrder), "drive")]
[JsonDerivedType(typeof(Connected), "connected")]
[JsonDerivedType(typeof(ClockPing), ClockPing.Type)]
[JsonDerivedType(typeof(ClockPong), ClockPong.Type)]
[JsonDerivedType(typeof(EchoOrder), "echo")]
[JsonDerivedType(typeof(Echoing), "echoing")]
[JsonDerivedType(typeof(PathOrder), "path")]
[JsonDerivedType(typeof(PathSeen), "path-seen")]
[JsonDerivedType(typeof(QuietQuestion), "is-quiet")]
[JsonDerivedType(typeof(QuietAnswer), "quiet")]
[JsonDerivedType(typeof(DrainOrder), "drain")]
[JsonDerivedType(typeof(Drained), "drained")]
[JsonDerivedType(typeof(LookQuestion), "look")]
[JsonDerivedType(typeof(Looked), "looked")]
[JsonDerivedType(typeof(RestartOrder), "restart")]
[JsonDerivedType(typeof(Restarted), "restarted")]
[JsonDerivedType(typeof(WarmUpOrder), "warm-up")]
[JsonDerivedType(typeof(WarmedUp), "warmed-up")]
[JsonDerivedType(typeof(Steady), "steady")]
[JsonDerivedType(typeof(WindowOrder), "window")]
[JsonDerivedType(typeof(SliceOrder), "slice")]
[JsonDerivedType(typeof(SliceDone), "slice-done")]
[JsonDerivedType(typeof(Measured), "measured")]
[JsonDerivedType(typeof(Stop), "stop")]
[JsonDerivedType(typeof(Served), "served")]
[JsonDerivedType(typeof(Failed), "failed")]
public abstract record ChildMessage
{
    /// <summary>Version of this contract: 3 since servers are asked whether their compiler is quiet.</summary>
    public const int Contract = 3;

    /// <summary>
    /// The oldest contract whose children can still be told what to do, so that <c>ab</c> compares with builds from before. Those of
    /// contract 2 do not say of which build they are, and their clients look into <c>/proc</c> for the server's compiler. Raise it when an
    /// order would be misunderstood: what they do not know, they leave out.
    /// </summary>
    public const int OldestContract = 2;
}

/// <summary>
/// Child → parent, first line: who it is, what it runs under, and what it runs on. The fields after <paramref name="Runtime"/> came with
/// contract 3.
/// </summary>
/// <param name="Version">The contract it speaks.</param>
/// <param name="Role"><c>serve</c>, <c>drive</c> or <c>hello</c>.</param>
/// <param name="ProcessId">Of the child.</param>
/// <param name="Processors">Those it may run on, as the kernel lists them.</param>
/// <param name="Runtime">Runtime settings in effect.</param>
/// <param name="Build">Says of two peers whether they were built from the same code; see <see cref="PeerBuild"/>.</param>
/// <param name="Fingerprint">What it runs on.</param>
/// <param name="Capabilities">What it can play; only where it was asked, because finding out loads libraries that a measured process may
/// never need.</param>
/// <param name="Clock">What its clock counts from; null: it does not know, or its build does not tell.</param>
/// <param name="Now">When it said so, in nanoseconds of its clock; null from builds that cannot be asked for it.</param>
/// <param name="Paths">Does it look at the path between the sides when it is asked to?</param>
/// <param name="Machine">What it runs on in full; only where it was asked, because that is many files.</param>
/// <param name="Load">What else runs there; only where it was asked, because that takes a third of a second.</param>
/// <param name="Looks">Does it, as a server, say what it sees of itself when it is asked?</param>
public sealed record Hello(
    int Version,
    string Role,
    int ProcessId,
    string Processors,
    string Runtime,
    string? Build = null,
    PeerFingerprint? Fingerprint = null,
    PeerCapabilities? Capabilities = null,
    ClockOrigin? Clock = null,
    long? Now = null,
    bool Paths = false,
    Fingerprint? Machine = null,
    MachineState? Load = null,
    bool Looks = false) : ChildMessage;

/// <summary>Parent → child, before and after what is measured: what does your clock say? Answered whatever the child does.</summary>
public sealed record ClockPing : ChildMessage
{
    /// <summary>Its name in a line.</summary>
    public const string Type = "clock-ping";
}

/// <summary>Child → parent: the answer, in nanoseconds of the child's clock.</summary>
public sealed record ClockPong(long Now) : ChildMessage
{
    /// <summary>Its name in a line.</summary>
    public const string Type = "clock-pong";

    /// <summary>When its line was read, on the reader's clock; no part of the line.</summary>
    [JsonIgnore]
    public long Received { get; init; }
}

/// <summary>
/// Client → parent → server, while it warms up: is your compiler quiet? The client goes on for at most <paramref name="Left"/>. With
/// <paramref name="WorkIsShort"/> all work is short, so that threads that starting up has added are not needed: see <c>PoolGrowth</c>.
/// </summary>
public sealed record QuietQuestion(TimeSpan Left, bool WorkIsShort = false) : ChildQuestion;

/// <summary>Server → parent → client: the answer. Nothing is said unasked, so that no message falls into a measuring window.</summary>
public sealed record QuietAnswer(bool Quiet) : ChildMessage;

/// <summary>Parent → server: what to serve.</summary>
/// <param name="Arm">The protocol and its settings.</param>
/// <param name="EndPoint">As <see cref="EndPointText"/> writes it.</param>
/// <param name="OverLink">Does the traffic cross an emulated link, so that retransmissions are counted?</param>
/// <param name="Work">Processor time the server spends on each exchange besides answering it.</param>
/// <param name="Qlog">Folder for the events of QUIC connections; null: they are not written.</param>
/// <param name="Ports">Which ports it may take where <paramref name="EndPoint"/> leaves it to the server; null: any that is free.</param>
/// <param name="Identity">Its certificate with the private key in PEM, where several servers follow each other; null: it makes its
/// own.</param>
/// <param name="CongestionEvery">How often the congestion control of its connections is looked at where they leave this machine; null:
/// never.</param>
/// <param name="Duty">What it is to do for its machine; null: nothing, because its parent does it.</param>
/// <param name="Requests">What it is to know of requests; null: nothing.</param>
public sealed record ServeOrder(
    Arm Arm,
    string EndPoint,
    bool OverLink = false,
    TimeSpan Work = default,
    string? Qlog = null,
    ServerPorts? Ports = null,
    string? Identity = null,
    TimeSpan? CongestionEvery = null,
    HostDuty? Duty = null,
    LedgerOrder? Requests = null) : ChildMessage;

/// <summary>What a <see cref="RequestLedger"/> is made of.</summary>
public sealed record LedgerOrder(bool ReadsIds, int? Remembered, double ResetShare)
{
    public RequestLedger Create() => new(ReadsIds, Remembered, ResetShare);
}

/// <summary>Ports from the first to the last, both included.</summary>
public sealed record ServerPorts(int First, int Last);

/// <summary>
/// Server → parent: it accepts connections. <paramref name="CertificatePem"/> is what the client must trust; null for plaintext.
/// <paramref name="At"/> is when it had come back from listening, in nanoseconds of its clock; null: it does not tell.
/// <paramref name="Software"/> is what serves; null: it does not tell, or its build does not.
/// </summary>
public sealed record Ready(string EndPoint, string? CertificatePem, long? At = null, string? Software = null) : ChildMessage;

/// <summary>
/// Parent → client: what to drive, where, for how long. When <paramref name="Sliced"/>, it connects and then stays idle between the orders
/// below. The warm-up also waits until the server's compiler is quiet: the client asks where <paramref name="ServerAnswers"/>, and
/// otherwise watches <paramref name="ServerProcessId"/>, where the server is a process of ours on the same machine; on another it is asked
/// what it sees of itself where <paramref name="ServerLooks"/>. <paramref name="Site"/> is a server of the user's, and
/// <paramref name="Client"/> his own client, which is run in place of ours. <paramref name="Together"/> is set where several clients drive
/// the server, each its own part of the load, in one window. <paramref name="ServerClock"/> reads instants of the server's clock on the
/// client's. <paramref name="Duty"/> is what it is to do for its machine; null: nothing, because its parent does.
/// </summary>
public sealed record DriveOrder(
    Cell Cell,
    string EndPoint,
    string? CertificatePem,
    WarmUp WarmUp,
    TimeSpan Duration,
    TimeSpan Timeout,
    ulong Seed,
    bool Sliced = false,
    string? Qlog = null,
    int? ServerProcessId = null,
    bool ServerAnswers = false,
    ForeignSite? Site = null,
    ClientSide? Client = null,
    string? ServerName = null,
    ClockMap ServerClock = default,
    ClientNumber? Together = null,
    HostDuty? Duty = null,
    bool ServerLooks = false) : ChildMessage;

/// <summary>Client → parent: every connection is up; these are the facts of the first.</summary>
public sealed record Connected(ConnectionFacts Facts, double Seconds) : ChildMessage;

/// <summary>
/// One of several clients → parent: the load is steady and goes on, until a <see cref="WindowOrder"/> says when it is measured.
/// </summary>
public sealed record Steady(WarmUpOutcome WarmUp) : ChildMessage;

/// <summary>
/// Parent → one of several clients: open the window at this instant of your clock, in nanoseconds. Orders themselves arrive up to half a
/// second apart.
/// </summary>
public sealed record WindowOrder(long At) : ChildMessage;

/// <summary>Which of several clients of one server this is.</summary>
/// <param name="Number">From 0.</param>
/// <param name="Of">How many there are.</param>
/// <param name="InFlight">What all of them together have in flight; 0: not told.</param>
/// <param name="Seed">Of the first one: all know it.</param>
public sealed record ClientNumber(int Number, int Of, int InFlight = 0, ulong Seed = 0);

/// <summary>Parent → sliced client: drive until the rate is steady, then be idle.</summary>
public sealed record WarmUpOrder : ChildMessage;

/// <summary>Sliced client → parent: idle again.</summary>
public sealed record WarmedUp(WarmUpOutcome WarmUp, double ExchangesPerSecond) : ChildMessage;

/// <summary>Parent → sliced client: drive for this long, then be idle. A rehearsal does the same and records nothing.</summary>
public sealed record SliceOrder(TimeSpan Duration, bool Rehearsal = false) : ChildMessage;

/// <summary>
/// Sliced client → parent: idle again; nothing is in flight. <paramref name="Completed"/> counts completions inside the slice of
/// <paramref name="Seconds"/>, on a server that was already busy when it began and still was when it ended.
/// </summary>
public sealed record SliceDone(long Completed, double Seconds) : ChildMessage;

/// <summary>
/// Client → parent: the measuring window is over. A sliced client says it when told to <see cref="Stop"/>. <paramref name="Facts"/> are
/// those of <see cref="Connected"/> with what the server told later; null from builds that did not send them. <paramref name="Slices"/>
/// is null where the window was one piece. <paramref name="Machine"/> is what it saw of its machine; null: it was not asked to look.
/// </summary>
public sealed record Measured(
    Measurement Measurement,
    ProcessUsage? Usage,
    ConnectionFacts? Facts = null,
    SlicesSpan? Slices = null,
    MachineSeen? Machine = null) : ChildMessage;

/// <summary>
/// From the start of the first slice's lead-in to the end of the last slice, in nanoseconds of the client's clock. A process does
/// nothing else in that time than these slices; <paramref name="RecordedShare"/> of its exchanges were recorded, the others belong to
/// lead-ins.
/// </summary>
public sealed record SlicesSpan(long From, long To, double RecordedShare);

/// <summary>Parent → server or sliced client: stop and report.</summary>
public sealed record Stop : ChildMessage;

/// <summary>
/// Server → parent, last line: what it used and received, as samples over its whole life. <paramref name="Congestion"/> is that of its
/// connections at instants of its clock, in seconds; null: nobody asked, or its build does not know it. So is <paramref name="Machine"/>,
/// what it saw of its machine, and <paramref name="Requests"/>, what it carried out.
/// </summary>
public sealed record Served(
    IReadOnlyList<ProcessSample> Samples,
    long PeakResidentBytes,
    IReadOnlyList<CongestionSeries>? Congestion = null,
    MachineSeen? Machine = null,
    RequestCounts? Requests = null) : ChildMessage;

/// <summary>Child → parent: it cannot go on, and why.</summary>
public sealed record Failed(string Reason) : ChildMessage;
