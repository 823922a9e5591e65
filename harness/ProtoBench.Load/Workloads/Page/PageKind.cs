using System.Globalization;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Load.Children;
using ProtoBench.Load.Kinds;
using ProtoBench.Load.Loops;
using ProtoBench.Load.Workloads.Objects;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Text;

namespace ProtoBench.Load.Workloads.Page;

/// <summary>
/// Pages of many objects, loaded as browsers do: over six connections where one carries one exchange at a time, over a single one where
/// exchanges share it. The time until the last byte of the last object is the recorded exchange.
/// </summary>
internal sealed class PageKind : IDrivenKind
{
    /// <summary>
    /// Connections of a browser to a host where exchanges cannot share one: six in Chromium (kMaxSocketsPerGroup of its socket pools) and
    /// Firefox (network.http.max-persistent-connections-per-server).
    /// </summary>
    public const int BrowserConnections = 6;

    /// <summary>The median time of a page in round trips of the link.</summary>
    public const string Taken = "page-round-trips";

    /// <summary>The same as ⌈N ÷ at once⌉ predicts it.</summary>
    public const string Predicted = "page-predicted-round-trips";

    /// <summary>What a warm connection carries in a round trip at least.</summary>
    public const int FlightBytes = SlowStart.InitialTcpBytes;

    /// <summary>A prediction is met within this share, or half a round trip: each round costs both sides some time of their own.</summary>
    public const double Tolerance = 0.2;

    public string Name => "page";

    public string Meaning => "many objects loaded as browsers load a page.";

    public string Called => "a page";

    public string Single => "page";

    public string WrongResponse => "had a wrong response";

    public string NoResponse => "were not complete in time";

    public WorkloadMeasure Measures => WorkloadMeasure.Exchanges;

    public bool TakesOpenLoops => false;

    public IReadOnlyList<WorkloadKey> Keys => PageKeys.All;

    public string KeysHint => "use 'objects', sizes with counts, and 'document' for what is loaded before them";

    public string? WhyNotDivided(Workload workload) => null;

    public Measurement PutTogether(IReadOnlyList<Measurement> clients, Measurement sum, bool oneMachine) =>
        PageReadings.PutTogether([.. clients.Select(client => client.Unmerged!)]).Tell(sum);

    public string WhyNotInSlices => "a page goes from its first object to its last";

    public IReadOnlyList<WorkloadFigure> Figures { get; } =
    [
        new(Taken, "page in round trips", FigureUnit.Count, LowerIsBetter: true)
        {
            Absence = "told over emulated links only, where round trips outweigh everything else",
        },
        new(Predicted, "page in round trips by ⌈N ÷ at once⌉", FigureUnit.Count, LowerIsBetter: true)
        {
            Absence = "predicted over emulated links, for objects of at most 14.5 kB on warm connections",
        },
    ];

    public int? ConnectionsOfOne(bool shared) => shared ? 1 : BrowserConnections;

    public IEnumerable<(string Name, int Bytes)> MessagesOf(Workload workload) => [("object", PageMixes.Sizes(workload).Max())];

    public string? WhyNot(Workload workload, Arm arm, IProtocol protocol) =>
        protocol.Traits is { SendsRequests: true, RequestForm: RequestForm.Http } ? null
            : $"pages consist of requests of HTTP, and {protocol.Name} has none";

    public string Describe(Workload workload)
    {
        var sizes = PageMixes.Sizes(workload);
        var document = workload.DocumentBytes is { } bytes ? $"a document of {ByteText.Format(bytes)}, then " : "";
        var objects = workload.DocumentBytes is null ? sizes : [.. sizes.Skip(1)];
        return $"{document}{Plural.Of(objects.Count, "object")} of {Sizes(objects)} "
            + $"on {(workload.Fresh ? "cold" : "warm")} connections";
    }

    public IEnumerable<KnownPart> PartsOf(RecordedArm arm) => PageParts.Of(arm);

    public ILoadLoop CreateLoop(DriveOrder order, ConnectionSet connections, CancellationToken abandoned) => new PageLoop(
        order,
        connections,
        Applicability.CanShare(order.Cell.Arm, ArmEndpoint.TraitsOf(order.Cell.Arm)),
        abandoned);

    public IEnumerable<string> NotesOn(Measurement measurement)
    {
        if (measurement.Figures is { } figures && figures.TryGetValue(Taken, out var taken)
            && figures.TryGetValue(Predicted, out var predicted)
            && Math.Abs(taken - predicted) > Math.Max(0.5, Tolerance * predicted))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"a page took {taken:0.0} round trips where one for each object of a connection predicts {predicted:0}");
        }
    }

    private static string Sizes(IReadOnlyList<int> sizes) => sizes.Min() == sizes.Max()
        ? $"{ByteText.Format(sizes[0])} each"
        : $"{ByteText.Format(sizes.Min())} to {ByteText.Format(sizes.Max())}";
}
