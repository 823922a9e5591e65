using ProtoBench.Contract;
using ProtoBench.Load.Kinds;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Load.Workloads;

/// <summary>
/// Every kind of workload ProtoBench has, one line each. The scenario reader, the planner, both sides of a trial and the reports read it.
/// </summary>
internal static class WorkloadCatalog
{
    public static IReadOnlyList<IDrivenKind> All { get; } =
    [
        new Exchange.ExchangeKind(),
        new Download.DownloadKind(),
        new Upload.UploadKind(),
        new Duplex.DuplexKind(),
        new Stream.StreamKind(),
        new SlowReader.SlowReaderKind(),
        new Mixed.MixedKind(),
        new Copies.CopiesKind(),
        new Churn.ChurnKind(),
        new Idle.IdleKind(),
        new Close.CloseKind(),
        new Reconnect.ReconnectKind(),
        new Unreachable.UnreachableKind(),
        new DeadPeer.DeadPeerKind(),
        new Command.CommandKind(),
        new Objects.ObjectsKind(),
        new Page.PageKind(),
        new Frames.FramesKind(),
        new Push.PushKind(),
    ];

    /// <summary>The applications of a server for all kinds that need one, so that one running server serves every workload.</summary>
    /// <param name="received">Where they count payload that they receive.</param>
    public static IReadOnlyDictionary<string, ServerApplication> ServerParts(TransferMeter received) =>
        All.Select(kind => KeyValuePair.Create(kind.Name, kind.CreateServerPart(received)))
            .Where(part => part.Value is not null)
            .ToDictionary(part => part.Key, part => part.Value!);

    /// <summary>The kind that scenario files call <paramref name="name"/>.</summary>
    /// <exception cref="IOException">There is none: the run comes from a build that has more of them.</exception>
    public static IDrivenKind Of(string name) => WorkloadKinds.Find(All, name);
}
