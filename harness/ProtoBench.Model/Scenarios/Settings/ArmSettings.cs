using ProtoBench.Contract;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Model.Scenarios.Settings;

/// <summary>
/// The table of settings of arms, one line each. Reader, schema, scenarios/README, planner, both sides of a trial, its checks, reports and
/// results.csv read it.
/// </summary>
internal static class ArmSettings
{
    private static readonly TlsSetting Tls = new();
    private static readonly OverSetting Over = new();
    private static readonly BackendSetting Backend = new();
    private static readonly NoDelaySetting NoDelay = new();
    private static readonly CongestionSetting Congestion = new();
    private static readonly SessionSetting Session = new();
    private static readonly IoSetting Io = new();

    /// <summary>In the order of the schema. A new one goes to the end.</summary>
    public static IReadOnlyList<ArmSetting> All { get; } =
    [
        Tls,
        Over,
        Backend,
        NoDelay,
        Congestion,
        Session,
        Io,
        new SendBufferSetting(),
        new ClientSetting(),
        new DeliverySetting(),
        new PollIntervalSetting(),
        new ClientProcessesSetting(),
        new CodecSetting(),
        new CompressionSetting(),
        new DatagramsSetting(),
        new ServeWithSetting(),
        new SegmentationSetting(),
    ];

    /// <summary>What connections tell, in the order of reports and of results.csv; without <see cref="ConnectionFacts.More"/>.</summary>
    public static IReadOnlyList<ConnectionFact> Facts { get; } =
    [
        .. CommonFacts.Ordered(Tls.Fact, Session.Fact, Congestion.Fact, NoDelay.Fact, Io.Fact)
            .Union(All.Select(setting => setting.Fact).Where(fact => !fact.Further)),
    ];

    /// <summary>How verdicts tell differences, in the order of their sentences.</summary>
    public static IReadOnlyList<Contrast> Contrasts { get; } =
        [.. First(Tls, Backend, Session, Congestion, NoDelay, Io).SelectMany(setting => setting.Contrasts)];

    // Labels are parts of cell ids in stored runs, so their order stays.
    private static readonly IReadOnlyList<ArmSetting> InLabels = First(Over, Backend, Tls, Io, NoDelay, Congestion, Session);

    /// <summary>The protocol with its settings, such as <c>websocket-http2-tls</c>.</summary>
    public static string DefaultLabel(Arm arm, ProtocolTraits? traits) =>
        string.Join('-', InLabels.Select(setting => setting.LabelPart(arm, traits)).Prepend(arm.Protocol).OfType<string>());

    /// <summary>What the arm sets and the protocol does not have, as a sentence without its full stop; null: nothing.</summary>
    public static string? Lack(Arm arm, IProtocol protocol) =>
        All.Select(setting => setting.Lack(arm, protocol)).FirstOrDefault(reason => reason is not null);

    /// <summary>Gives both sides of a trial all that the arm sets.</summary>
    public static EndpointSettings Apply(EndpointSettings settings, ArmUse use) =>
        All.Aggregate(settings, (applied, setting) => setting.Apply(applied, use));

    /// <summary>Why what was measured was not what the arm asks for.</summary>
    public static IEnumerable<string> Objections(
        Arm arm, ProtocolTraits? traits, ConnectionFacts facts, OpenedConnections? opened) =>
        All.SelectMany(setting => setting.Objections(arm, traits, facts, opened));

    private static IReadOnlyList<ArmSetting> First(params IReadOnlyList<ArmSetting> first) => [.. first, .. All.Except(first)];
}
