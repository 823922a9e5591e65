using System.Globalization;
using ProtoBench.Contract;
using ProtoBench.Load.Children;
using ProtoBench.Load.Kinds;
using ProtoBench.Load.Loops;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Text;

namespace ProtoBench.Load.Workloads.Mixed;

/// <summary>
/// Exchanges of several sizes at the same time, on the same connections or beside each other: the first part is measured as exchanges are,
/// and the others go on all the while.
/// </summary>
internal sealed class MixedKind : IDrivenKind
{
    public string Name => "mixed";

    public string Meaning => "exchanges of several parts at the same time.";

    public string Called => "a mix of exchanges";

    public WorkloadMeasure Measures => WorkloadMeasure.Exchanges;

    public IReadOnlyList<WorkloadKey> Keys => MixedKeys.All;

    public string KeysHint => MixedKeys.Hint;

    public string WhyNotInSlices => "the other parts of a mix go on between slices";

    public IReadOnlyList<WorkloadFigure> Figures => MixedFigures.All;

    public IReadOnlyList<WorkloadTime> Times => MixedFigures.Times;

    public IEnumerable<(string Name, int Bytes)> MessagesOf(Workload workload) => MixedKeys.Of(workload).SelectMany(
        part => new[] { ($"{part.Name} request", part.RequestBytes), ($"{part.Name} response", part.ResponseBytes) });

    public string? WhyNot(Workload workload, Arm arm, IProtocol protocol) =>
        arm.Io == IoMode.Blocking ? $"blocking {protocol.Name} does one exchange at a time, and a mix several" : null;

    public string Describe(Workload workload) => string.Join("; ", MixedKeys.Of(workload).Select((part, place) =>
    {
        var sizes = $"{ByteText.Format(part.RequestBytes)} request, {ByteText.Format(part.ResponseBytes)} response";
        var driven = MixedKeys.Driven(MixedKeys.Of(workload));
        var flows = driven.Count > 1 && (place == 0 || part.Weight is not null)
            ? $", {part.Weight ?? 1} of {driven.Sum(one => one.Weight)} exchanges"
            : place == 0 ? ""
            : $", {Plural.Of(part.Flows, "flow")} {(part.OwnConnections ? "on connections of their own" : "on the same connections")}";
        return $"part {place + 1} {part.Name}: {sizes}{flows}";
    }));

    public IEnumerable<KnownPart> PartsOf(RecordedArm arm) => MixedParts.Of(arm);

    public bool HasOthersBeside(Workload workload) => MixedKeys.Of(workload).Skip(1).Any(part => part.Weight is null);

    public ILoadLoop CreateLoop(DriveOrder order, ConnectionSet connections, CancellationToken abandoned)
    {
        var (workload, load) = (order.Cell.Workload, order.Cell.Load);
        var parts = MixedKeys.Of(workload);
        var turns = new ConnectionTurns(connections.Slots);
        var open = load.Loop == LoopKind.Open;
        var sized = workload with { RequestBytes = parts[0].RequestBytes, ResponseBytes = parts[0].ResponseBytes };
        var driven = new FirstPart(MixedKeys.Driven(parts), turns, order.Seed);
        var lanes = new LaneSet(connections, load.InFlight, sized, open, abandoned, own: driven);
        driven.IsMeasured = lanes.Window.Contains;
        ILoadLoop first = open
            ? LoadArrivals.LoopOver(lanes, load, order.Duration, order.Seed, order.Timeout)
            : new ClosedLoop(lanes, order.Timeout);
        return new MixedLoop(first, parts, driven, connections, turns, order.Timeout, abandoned);
    }

    public IEnumerable<string> FaultsOf(Measurement measurement)
    {
        if (measurement.Figures?.TryGetValue(MixedFigures.Failed.Key, out var failed) == true && failed > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{failed:0} exchanges of the other parts failed, so they were not always there");
        }

        if (measurement.Figures?.TryGetValue(MixedFigures.Goodput.Key, out var goodput) == true && !(goodput > 0))
        {
            yield return "the other parts moved nothing inside the window";
        }
    }
}
