using ProtoBench.Contract;
using ProtoBench.Load.Children;
using ProtoBench.Load.Kinds;
using ProtoBench.Load.Loops;
using ProtoBench.Load.Workloads.Bulk;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Load.Workloads.Upload;

/// <summary>Bulk data from client to server, measured at the server, over every protocol's own bulk stream.</summary>
internal sealed class UploadKind : IDrivenKind
{
    public string Name => "upload";

    public string Meaning => "bulk payload in one direction.";

    public string Called => "an upload";

    public WorkloadMeasure Measures => WorkloadMeasure.Payload;

    public IReadOnlyList<WorkloadKey> Keys => BulkKeys.OfTransfers;

    public IReadOnlyList<PayloadWay> Ways { get; } = [new(ToClient: false)];

    public string KeysHint => BulkKeys.Hint;

    public string? WhyNotInSlices => BulkKeys.WhyNotInSlices;

    public string? WhyNotDivided(Workload workload) => BulkKeys.WhyNotDivided(workload);

    public IEnumerable<(string Name, int Bytes)> MessagesOf(Workload workload) => BulkKeys.MessagesOf(workload);

    public string? WhyNot(Workload workload, Arm arm, IProtocol protocol) => BulkKeys.WhyNot(workload, protocol);

    public IEnumerable<string> FaultsOf(Measurement measurement) => BulkFigures.FaultsOf(measurement);

    public string Describe(Workload workload) => BulkKeys.Describe(workload, "from client to server");

    public ILoadLoop CreateLoop(DriveOrder order, ConnectionSet connections, CancellationToken abandoned) => new BulkLoop(
        connections,
        order.Cell.Workload,
        (connection, transfer, stop, cancellationToken) => connection.UploadAsync(transfer, stop, cancellationToken),
        abandoned);

    /// <summary>What the client sent says little; what counts is what the server received.</summary>
    public Measurement Complete(Measurement client, IReadOnlyList<ProcessSample> server)
    {
        var start = client.WindowStartNanoseconds;
        var end = start + (long)(client.WindowSeconds * 1e9);
        var (from, to) = (ProcessSamples.At(server, start), ProcessSamples.At(server, end));
        return client with
        {
            GoodputBytesPerSecond = (to.ReceivedBytes - from.ReceivedBytes) / client.WindowSeconds,
            Series = ProcessSamples.Rates(server, start, sample => sample.ReceivedBytes),
        };
    }
}
