using ProtoBench.Contract;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Model.Scenarios.Settings;

/// <summary><c>backend</c>: the implementation of QUIC.</summary>
internal sealed class BackendSetting : ArmSetting
{
    private readonly KeyOf<string> _key = new(
        "backend",
        new TraitShape("the name of a backend such as msquic", traits => traits.Backends),
        "The implementation of QUIC, for protocols that run on it: ngtcp2, or msquic (System.Net.Quic with Kestrel and HttpClient). "
            + "Default ngtcp2.");

    public override Key Key => _key;

    public override ConnectionFact Fact { get; } = new("quic backend", Told) { Further = true };

    public override IReadOnlyList<Contrast> Contrasts { get; } = [new("QUIC", (facts, _, _) => Told(facts)) { Asked = arm => arm.Backend }];

    public override bool AppliesTo(ProtocolTraits traits) => traits.Backends.Count > 0;

    public override Arm Read(Arm arm, MappingReader reader) => arm with { Backend = reader.Get(_key, null!) };

    public override void Check(Arm arm, SettingErrors errors)
    {
        errors.Require(arm.Backend is null || AppliesTo(errors.Traits), "has no choice of backend", AppliesTo);
        errors.RequireChoice(arm.Backend, errors.Traits.Backends, "has no backend");
    }

    public override string? Lack(Arm arm, IProtocol protocol) =>
        arm.Backend is { } backend && !protocol.Traits.Backends.Contains(backend) ? $"{protocol.Name} has no backend {backend}" : null;

    public override string? LabelPart(Arm arm, ProtocolTraits? traits) => arm.Backend;

    public override EndpointSettings Apply(EndpointSettings settings, ArmUse use) =>
        settings with { Quic = settings.Quic with { Backend = use.Arm.Backend } };

    public override IEnumerable<string> Objections(
        Arm arm, ProtocolTraits? traits, ConnectionFacts facts, OpenedConnections? opened) =>
        arm.Backend is not { } asked || Told(facts) == asked ? [] : [$"QUIC by {asked} was asked for, {Told(facts) ?? "none"} was used"];

    private static string? Told(ConnectionFacts facts) => facts.More.GetValueOrDefault("quic backend");
}
