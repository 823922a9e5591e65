using ProtoBench.Contract;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>
/// What a client can do with a server, as far as reading a scenario, planning and reporting have to know it. How it is done stands beside
/// it in the kind's own folder. Implementations hold no state.
/// </summary>
internal interface IWorkloadKind
{
    /// <summary>The word of scenario files: lower-case letters, digits and hyphens.</summary>
    string Name { get; }

    /// <summary>What it does, for editors, without its name: <c>requests and their responses.</c></summary>
    string Meaning { get; }

    /// <summary>For sentences: <c>a download</c>.</summary>
    string Called { get; }

    /// <summary>One of what it counts, for sentences: <c>exchange</c>, <c>transfer</c>.</summary>
    string Single => Measures == WorkloadMeasure.Exchanges ? "exchange" : "transfer";

    /// <summary>How one that failed by its answer is told: "3 of 9 exchanges got a wrong response".</summary>
    string WrongResponse => "got a wrong response";

    /// <summary>The same of one that was given up at its limit.</summary>
    string NoResponse => "got no response in time";

    /// <summary>Does a part of its own answer on the server, which only idiomatic servers run?</summary>
    bool HasServerPart => false;

    /// <summary>
    /// Does the arm's client program do it, in place of a client of ours with connections? Then an arm needs one, and connections have no
    /// meaning.
    /// </summary>
    bool RunsPrograms => false;

    /// <summary>Does something happen while it is measured that no warm-up can show it before? Default false.</summary>
    bool MeetsNews(Workload workload) => false;

    /// <summary>
    /// May what it does go on, on the thread that tells of sockets? Only where nothing of it waits, computes for long, or has so many calls
    /// complete at once that other sockets would wait for it. Default false.
    /// </summary>
    bool ContinuesInline(Workload workload) => false;

    /// <summary>
    /// Do connections come and go while it is measured, so that their sockets are to be counted over time? Default: with a new one for each
    /// exchange.
    /// </summary>
    bool MovesSockets(Workload workload) => workload.Fresh;

    /// <summary>Has the workload its server break connections, so that exchanges which lose theirs are no fault? Default false.</summary>
    bool LosesConnections(Workload workload) => false;

    /// <summary>Has it the server killed and another one started while it is measured? Default false.</summary>
    bool RestartsServer => false;

    /// <summary>
    /// Connections that one of what it counts takes for itself, where the scenario does not say; null, the default: an exchange takes one,
    /// or shares it.
    /// </summary>
    /// <param name="shared">May exchanges share a connection?</param>
    int? ConnectionsOfOne(bool shared) => null;

    /// <summary>What its figures are about.</summary>
    WorkloadMeasure Measures { get; }

    /// <summary>The keys it has beside those of every workload. Keys of other kinds are errors in it.</summary>
    IReadOnlyList<WorkloadKey> Keys { get; }

    /// <summary>What to write in place of another kind's key.</summary>
    string KeysHint { get; }

    /// <summary>A workload as it was written, with what follows from its kind alone. Default: as it was written.</summary>
    Workload Finish(Workload workload) => workload;

    /// <summary>
    /// Figures of its own beside those of <see cref="Measures"/>, which its driver writes into <see cref="Measurement.Figures"/>.
    /// </summary>
    IReadOnlyList<WorkloadFigure> Figures => [];

    /// <summary>Times of its own, which its driver writes into <see cref="Measurement.Times"/>.</summary>
    IReadOnlyList<WorkloadTime> Times => [];

    /// <summary>The one of <see cref="Figures"/> that decides between arms; null: those that everybody has do.</summary>
    WorkloadFigure? Decisive => null;

    /// <summary>Can an open loop offer it at a rate?</summary>
    bool TakesOpenLoops => Measures == WorkloadMeasure.Exchanges;

    /// <summary>Can a closed loop drive it? Not where one side speaks at a rate, whatever the other does.</summary>
    bool TakesClosedLoops => true;

    /// <summary>Which side keeps the schedule of an open loop, for sentences.</summary>
    string Pacer => "client";

    /// <summary>Latencies that one arrival gives, all of which are late where it is: percentiles count arrivals. Default 1.</summary>
    int SamplesOfOne(LoadPoint load) => 1;

    /// <summary>Does an arm's <see cref="Arm.Delivery"/> mean something to it?</summary>
    bool Delivers => false;

    /// <summary>Does an arm's <see cref="Arm.Datagrams"/> mean something to it?</summary>
    bool TakesDatagrams => false;

    /// <summary>Does an arm's <see cref="Arm.Codec"/> mean something to it?</summary>
    bool Codes => false;

    /// <summary>
    /// Connections where neither these nor what may be in flight are written; null, the default: as many as the load point needs.
    /// </summary>
    int? AutomaticConnections => null;

    /// <summary>
    /// Why several client processes cannot divide it (<see cref="Arm.ClientProcesses"/>), as a reason without a full stop; null when they
    /// can.
    /// </summary>
    string? WhyNotDivided(Workload workload) => $"{Called} is driven by one client process; what several measure of it is not added up";

    /// <summary>The same of so many processes, each of which needs something to do.</summary>
    string? WhyNotDivided(Workload workload, int processes) => WhyNotDivided(workload);

    /// <summary>What one of several client processes does of a workload, beside its share of the load point. Default: all of it.</summary>
    /// <param name="workload">The whole.</param>
    /// <param name="number">Which process, from 0.</param>
    /// <param name="processes">How many there are.</param>
    Workload ShareOf(Workload workload, int number, int processes) => workload;

    /// <summary>
    /// Do several client processes divide the rate of an open loop? Not where the server keeps it for all. Default: they do.
    /// </summary>
    bool DividesRate => true;

    /// <summary>Why <c>ab</c> cannot cut it into slices, to stand behind "ab drives in slices, and"; null when it can.</summary>
    string? WhyNotInSlices { get; }

    /// <summary>
    /// Why a server of the user's cannot answer it, as a reason without a full stop; null when it can. Default: it cannot.
    /// </summary>
    string? WhyNotForeign => $"{Called} follows rules of our own servers, which no other server knows";

    /// <summary>
    /// Why it cannot be measured on other machines' networks, as a reason without a full stop; null, the default: it can.
    /// </summary>
    string? WhyNotOnHosts(Workload workload) => null;

    /// <summary>The messages it sends, by name and payload bytes: each must fit the protocol.</summary>
    IEnumerable<(string Name, int Bytes)> MessagesOf(Workload workload);

    /// <summary>What the protocol lacks for it, as a reason without a full stop; null when it has everything.</summary>
    string? WhyNot(Workload workload, Arm arm, IProtocol protocol) => null;

    /// <summary>Why a load point makes no sense for it, as a reason without a full stop; null when it does.</summary>
    string? WhyNotAt(Workload workload, LoadPoint load) => null;

    /// <summary>What a workload of this kind sends, for readers of the report: <c>64 B request, 64 B response</c>.</summary>
    string Describe(Workload workload);

    /// <summary>What of its figures compares the clocks of both sides; null, the default: nothing does.</summary>
    OneWayFigures? OneWay(Workload workload) => null;

    /// <summary>Why a measurement of it cannot be trusted, beside what is checked of every workload.</summary>
    IEnumerable<string> FaultsOf(Measurement measurement) => [];

    /// <summary>The same where that depends on what the workload asks for. Default: it does not.</summary>
    IEnumerable<string> FaultsOf(Workload workload, Measurement measurement) => FaultsOf(measurement);

    /// <summary>What a reader of its figures should know.</summary>
    IEnumerable<string> NotesOn(Measurement measurement) => [];
}
