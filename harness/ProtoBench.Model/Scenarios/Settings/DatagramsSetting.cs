using ProtoBench.Contract;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Model.Scenarios.Settings;

/// <summary><c>datagrams</c>: messages of a flow in QUIC's DATAGRAM frames, RFC 9221.</summary>
internal sealed class DatagramsSetting : ArmSetting
{
    // Of ConnectionFacts.More.
    private const string FactName = "quic datagrams";

    private readonly KeyOf<bool> _key = new(
        "datagrams",
        Shapes.Flag,
        "Frames of kind: frames go in QUIC's DATAGRAM frames (RFC 9221), one each and never repeated, instead of on a stream. Default "
            + "false.");

    public override Key Key => _key;

    public override ConnectionFact Fact { get; } = new(FactName, Told) { Further = true };

    public override IReadOnlyList<Contrast> Contrasts { get; } =
        [new("what carries frames", (_, arm, _) => arm.Datagrams ? "datagrams" : null)];

    public override bool AppliesTo(ProtocolTraits traits) => traits.Datagrams;

    public override Arm Read(Arm arm, MappingReader reader) => arm with { Datagrams = reader.Get(_key, arm.Datagrams) };

    public override void Check(Arm arm, SettingErrors errors)
    {
        errors.Require(!arm.Datagrams || AppliesTo(errors.Traits), "has no datagrams beside its streams", AppliesTo);
        errors.RequireTuning(arm, !arm.Datagrams, "that could send datagrams");
    }

    public override string? Lack(Arm arm, IProtocol protocol) =>
        !arm.Datagrams ? null
        : !AppliesTo(protocol.Traits) ? $"{protocol.Name} has no datagrams beside its streams"
        : protocol.Traits.TunesQuic(arm.Backend) ? null
        : $"{protocol.Name} through {arm.Backend} cannot send datagrams";

    public override string? LabelPart(Arm arm, ProtocolTraits? traits) => arm.Datagrams ? "datagrams" : null;

    public override EndpointSettings Apply(EndpointSettings settings, ArmUse use) =>
        settings with { Quic = settings.Quic with { Datagrams = use.Arm.Datagrams } };

    public override IEnumerable<string> Objections(
        Arm arm, ProtocolTraits? traits, ConnectionFacts facts, OpenedConnections? opened) =>
        arm.Datagrams == (Told(facts) is not null) ? []
        : arm.Datagrams ? ["datagrams were asked for, and the client does not tell that the server takes them"]
        : [$"no datagrams were asked for, and the server takes them ({Told(facts)})"];

    private static string? Told(ConnectionFacts facts) => facts.More.GetValueOrDefault(FactName);
}
