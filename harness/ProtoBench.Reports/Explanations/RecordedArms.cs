using ProtoBench.Analysis.Summaries;
using ProtoBench.Contract;
using ProtoBench.Load.Kinds;
using ProtoBench.Load.Workloads;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Protocols;

namespace ProtoBench.Reports.Explanations;

/// <summary>Asks the kind of a cell's workload what its figures consist of.</summary>
internal static class RecordedArms
{
    /// <summary>The parts that are known; empty where the kind knows none.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="evidence">What has been collected of it.</param>
    /// <param name="facts">Of its connections; null: not known.</param>
    public static IReadOnlyList<KnownPart> PartsOf(CellSummary cell, ArmEvidence evidence, ConnectionFacts? facts)
    {
        var (workload, load) = (cell.Cell.Workload, cell.Cell.Load);
        return
        [
            .. WorkloadCatalog.Of(workload.Kind).PartsOf(new RecordedArm
            {
                Workload = workload,
                Shared = ProtocolCatalog.Find(cell.Cell.Arm.Protocol) is { } protocol
                    && Applicability.CanShare(cell.Cell.Arm, protocol.Traits),
                Connections = Math.Max(1, cell.Cell.Connections / Math.Max(1, load.InFlight)),
                InFlight = load.InFlight,
                PerConnection = evidence.PerConnection ?? 1,
                OverTcp = evidence.OverTcp,
                LateP99 = Late(cell),
                Delivered = cell.Cell.Arm.Delivery is Delivery.Stream or Delivery.Sse,
                Handshakes = RoundTrip.Handshakes(cell),
                RoundTrip = evidence.RoundTrip,
                P50 = evidence.P50,
                P99 = evidence.P99,
                Rate = evidence.Rate,
                PacketsLost = evidence.LostShare,
                DatagramsLost = evidence.DatagramsLost,
                Window = evidence.Window,
                WindowName = evidence.WindowName,
                Facts = facts?.More ?? new Dictionary<string, string>(),
                Figures = evidence.Figures,
                Times = TimeFigures.Of(cell).Where(time => time.Value.Typical.IsShown).ToDictionary(
                    time => time.Key,
                    time => (time.Value.Typical.Centre, time.Value.P99.IsShown ? time.Value.P99.Centre : (double?)null),
                    StringComparer.Ordinal),
            }),
        ];
    }

    // Of the middle trial.
    private static double? Late(CellSummary cell)
    {
        var late = cell.Succeeded.Select(trial => trial.SendLatenessMicroseconds?.P99).OfType<double>().Order().ToList();
        return late.Count == 0 ? null : late[late.Count / 2];
    }
}
