using ProtoBench.Contract;
using ProtoBench.Contract.Duplicates;
using ProtoBench.Load.Children;
using ProtoBench.Load.Loops;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Load.Kinds;

/// <summary>A kind of workload with all it takes to measure it.</summary>
internal interface IDrivenKind : IWorkloadKind
{
    /// <summary>The client's side: what keeps the server busy, and records it.</summary>
    ILoadLoop CreateLoop(DriveOrder order, ConnectionSet connections, CancellationToken abandoned);

    /// <summary>
    /// The server's side, which clients open streams of messages to by the kind's name; null where protocols serve the kind themselves.
    /// </summary>
    /// <param name="received">Where it counts payload that it receives.</param>
    ServerApplication? CreateServerPart(TransferMeter received) => null;

    bool IWorkloadKind.HasServerPart => CreateServerPart(new TransferMeter()) is not null;

    /// <summary>
    /// What is known of the connections of a program that opens them itself; null, the default: it is a client of ours, which opens its
    /// connections before <see cref="CreateLoop"/>.
    /// </summary>
    ConnectionFacts? FactsOf(DriveOrder order) => null;

    /// <summary>
    /// Figures of its own of a load that several client processes divided. What such a process reads for this alone stands in its figures
    /// and times under names that no figure has; it is not in the result. Only of kinds that can be divided; default: it has none.
    /// </summary>
    /// <param name="clients">What each measured.</param>
    /// <param name="sum">What has been put together: all but figures, with times of every name.</param>
    /// <param name="oneMachine">Did all run on one machine, and thus read one clock and one kernel's tables?</param>
    Measurement PutTogether(IReadOnlyList<Measurement> clients, Measurement sum, bool oneMachine) => sum;

    /// <summary>Adds what only the server has seen, from its samples over its whole life.</summary>
    Measurement Complete(Measurement client, IReadOnlyList<ProcessSample> server) => client;

    /// <summary>Adds what the server knows of the requests that it carried out. Only where it was told to look.</summary>
    Measurement Complete(Measurement client, RequestCounts server) => client;

    /// <summary>
    /// Parts of its figures whose reason is known, in the numbers of one arm. Reports hold those of two arms against each other to explain
    /// why one is behind; a part is said only where all of its numbers were recorded. Default: nothing is known.
    /// </summary>
    IEnumerable<KnownPart> PartsOf(RecordedArm arm) => [];

    /// <summary>Figures of its own that reports explain beside those that decide. Default: none.</summary>
    IReadOnlyList<WorkloadFigure> AlsoExplained => [];

    /// <summary>Does the workload say how many exchanges there are, so that their rate is nobody's merit? Default false.</summary>
    bool IsCounted => false;

    /// <summary>The ways that payload goes, of a bulk transfer. Default: it is none.</summary>
    IReadOnlyList<PayloadWay> Ways => [];

    /// <summary>
    /// Does more go on than the exchanges that are counted, so that what the processes use cannot be divided by their number?
    /// </summary>
    bool HasOthersBeside(Workload workload) => false;
}
