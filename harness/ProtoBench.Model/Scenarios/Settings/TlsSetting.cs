using ProtoBench.Contract;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Model.Scenarios.Settings;

/// <summary><c>tls</c>: encryption.</summary>
internal sealed class TlsSetting : ArmSetting
{
    private readonly KeyOf<bool> _key =
        new("tls", Shapes.Flag, "Run inside TLS 1.3. Default false; protocols on QUIC are always encrypted.");

    public override Key Key => _key;

    public override ConnectionFact Fact { get; } = new("TLS", facts => facts.Tls) { Column = "tls", WhenAbsent = "none (plaintext)" };

    public override IReadOnlyList<Contrast> Contrasts { get; } =
    [
        new("encrypted", (facts, _, _) => facts.Tls) { IsAdjective = true, Asked = arm => arm.Tls ? "asked for" : null },
        new("TLS", (facts, _, _) => facts.Tls),
    ];

    public override bool AppliesTo(ProtocolTraits traits) => traits.SupportsTls;

    public override Arm Default(Arm arm, IProtocol protocol) => arm with { Tls = protocol.Traits.RequiresTls };

    public override Arm Read(Arm arm, MappingReader reader) => arm with { Tls = reader.Get(_key, arm.Tls) };

    public override void Check(Arm arm, SettingErrors errors)
    {
        errors.Require(!arm.Tls || errors.Traits.SupportsTls, "cannot run inside TLS", other => other.SupportsTls);
        if (!arm.Tls && errors.Traits.RequiresTls)
        {
            errors.RefuseProtocol("is always encrypted", "remove 'tls', or set it to true");
        }
    }

    public override string? Lack(Arm arm, IProtocol protocol) => (arm.Tls, protocol.Traits) switch
    {
        (true, { SupportsTls: false }) => $"{protocol.Name} cannot run inside TLS",
        (false, { RequiresTls: true }) => $"{protocol.Name} is always encrypted; set tls: true",
        _ => null,
    };

    public override string? LabelPart(Arm arm, ProtocolTraits? traits) => arm.Tls && traits?.RequiresTls != true ? "tls" : null;

    // The certificate is made for each trial; whoever makes it has put it there.
    public override EndpointSettings Apply(EndpointSettings settings, ArmUse use) => settings;

    public override IEnumerable<string> Objections(
        Arm arm, ProtocolTraits? traits, ConnectionFacts facts, OpenedConnections? opened) =>
        arm.Tls == facts.Tls is not null ? []
        : arm.Tls ? ["TLS was asked for and not used"]
        : [$"{facts.Tls} was used and not asked for"];
}
