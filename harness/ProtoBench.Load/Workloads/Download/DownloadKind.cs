using ProtoBench.Contract;
using ProtoBench.Load.Children;
using ProtoBench.Load.Kinds;
using ProtoBench.Load.Loops;
using ProtoBench.Load.Workloads.Bulk;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Load.Workloads.Download;

/// <summary>Bulk data from server to client, measured at the client, over every protocol's own bulk stream.</summary>
internal sealed class DownloadKind : IDrivenKind
{
    public string Name => "download";

    public string Meaning => "bulk payload in one direction.";

    public string Called => "a download";

    public WorkloadMeasure Measures => WorkloadMeasure.Payload;

    public IReadOnlyList<WorkloadKey> Keys => BulkKeys.OfTransfers;

    public IReadOnlyList<PayloadWay> Ways { get; } = [new(ToClient: true)];

    public string KeysHint => BulkKeys.Hint;

    public string? WhyNotInSlices => BulkKeys.WhyNotInSlices;

    public string? WhyNotDivided(Workload workload) => BulkKeys.WhyNotDivided(workload);

    public IEnumerable<(string Name, int Bytes)> MessagesOf(Workload workload) => BulkKeys.MessagesOf(workload);

    public string? WhyNot(Workload workload, Arm arm, IProtocol protocol) => BulkKeys.WhyNot(workload, protocol);

    public IEnumerable<string> FaultsOf(Measurement measurement) => BulkFigures.FaultsOf(measurement);

    public string Describe(Workload workload) => BulkKeys.Describe(workload, "from server to client");

    public ILoadLoop CreateLoop(DriveOrder order, ConnectionSet connections, CancellationToken abandoned) => new BulkLoop(
        connections,
        order.Cell.Workload,
        (connection, transfer, stop, cancellationToken) => connection.DownloadAsync(transfer, stop, cancellationToken),
        abandoned);
}
