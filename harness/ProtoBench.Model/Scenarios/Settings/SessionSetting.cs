using ProtoBench.Contract;
using ProtoBench.Contract.Quic;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Model.Scenarios.Settings;

/// <summary><c>session</c>: resumption of TLS sessions.</summary>
internal sealed class SessionSetting : ArmSetting
{
    private readonly KeyOf<SessionUse> _key = new(
        "session",
        new ChoiceShape<SessionUse>(),
        "How connections of workloads with fresh: true use an earlier TLS session: full (not at all), resumed, or early (0-RTT). "
            + "Default full.");

    public override Key Key => _key;

    public override ConnectionFact Fact { get; } = new("TLS session resumed", facts => facts.TlsResumed);

    public override IReadOnlyList<Contrast> Contrasts { get; } =
        [new("TLS sessions", (facts, arm, workload) => workload.OpensConnections ? Told(facts, arm) : null)];

    public override bool AppliesTo(ProtocolTraits traits) => traits.OverQuic;

    public override Arm Read(Arm arm, MappingReader reader) => arm with { Session = reader.Get(_key, arm.Session) };

    public override void Check(Arm arm, SettingErrors errors)
    {
        var unused = arm.Session == SessionUse.Full;
        errors.Require(unused || AppliesTo(errors.Traits), "has no setting for session resumption", AppliesTo);
        errors.RequireTuning(arm, unused, "that could resume a session");
    }

    public override string? Lack(Arm arm, IProtocol protocol) =>
        arm.Session == SessionUse.Full ? null
        : !AppliesTo(protocol.Traits) ? $"{protocol.Name} has no setting for session resumption"
        : protocol.Traits.TunesQuic(arm.Backend) ? null
        : $"{protocol.Name} through {arm.Backend} cannot resume a session";

    public override string? LabelPart(Arm arm, ProtocolTraits? traits) =>
        arm.Session == SessionUse.Full ? null : ChoiceShape<SessionUse>.WordOf(arm.Session);

    public override EndpointSettings Apply(EndpointSettings settings, ArmUse use) => settings with
    {
        Quic = settings.Quic with
        {
            Sessions = use.Arm.Session == SessionUse.Full ? null : new QuicSessionStore(),
            EarlySending = use.Arm.Session == SessionUse.Early,
        },
    };

    // The first connection of a client has no earlier session, so those that were opened while measuring are asked, not the facts of one.
    public override IEnumerable<string> Objections(
        Arm arm, ProtocolTraits? traits, ConnectionFacts facts, OpenedConnections? opened)
    {
        if (arm.Session == SessionUse.Full)
        {
            yield break;
        }

        if (opened is null)
        {
            yield return "the client did not say whether its connections resumed a session";
            yield break;
        }

        if (opened.Resumed < opened.Count)
        {
            yield return $"{opened.Count - opened.Resumed} of {opened.Count} connections did not resume a session";
        }

        if (arm.Session == SessionUse.Early && opened.EarlyAccepted < opened.Count)
        {
            yield return $"the server did not accept 0-RTT on {opened.Count - opened.EarlyAccepted} of {opened.Count} connections";
        }
    }

    private static string? Told(ConnectionFacts facts, Arm arm) => (facts.TlsResumed, arm.Session) switch
    {
        (_, SessionUse.Early) => "resumed with 0-RTT",
        (_, SessionUse.Resumed) or (true, _) => "resumed",
        _ when facts.Tls is not null => "full handshakes",
        _ => null,
    };
}
