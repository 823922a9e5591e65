using ProtoBench.Contract;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Model.Scenarios.Settings;

/// <summary><c>congestion</c>: congestion control.</summary>
internal sealed class CongestionSetting : ArmSetting
{
    /// <summary>
    /// Linux' own default since 2.6.19 and the one of most QUIC stacks; distributions that choose another (BBR) would make TCP and QUIC
    /// incomparable.
    /// </summary>
    private const string Usual = "cubic";

    private readonly KeyOf<string> _key = new(
        "congestion",
        Shapes.Name,
        "Congestion control: of TCP by its kernel name, of QUIC cubic, reno or bbr. Default: cubic, so that TCP and QUIC are comparable.");

    public override Key Key => _key;

    public override ConnectionFact Fact { get; } =
        new("congestion control", facts => facts.CongestionControl) { Column = "congestion_control" };

    public override IReadOnlyList<Contrast> Contrasts { get; } = [new("congestion control", (facts, _, _) => facts.CongestionControl)];

    public override bool AppliesTo(ProtocolTraits traits) => traits.OverTcp || traits.OverQuic;

    public override Arm Read(Arm arm, MappingReader reader) => arm with { CongestionControl = reader.Get(_key, null!) };

    public override void Check(Arm arm, SettingErrors errors)
    {
        var unused = arm.CongestionControl is null;
        errors.Require(unused || AppliesTo(errors.Traits), "has no connection whose congestion could be controlled", AppliesTo);
        errors.RequireTuning(arm, unused, "whose congestion control could be chosen");
    }

    public override string? Lack(Arm arm, IProtocol protocol) => (arm.CongestionControl, protocol.Traits) switch
    {
        (null, _) => null,
        ({ } algorithm, { OverQuic: true } traits) when !traits.TunesQuic(arm.Backend) =>
            $"{protocol.Name} through {arm.Backend} has no connection that {algorithm} could control",
        ({ } algorithm, var traits) => AppliesTo(traits) ? null : $"{protocol.Name} has no connection that {algorithm} could control",
    };

    public override string? LabelPart(Arm arm, ProtocolTraits? traits) => arm.CongestionControl;

    public override EndpointSettings Apply(EndpointSettings settings, ArmUse use) =>
        settings with { CongestionControl = use.Arm.CongestionControl ?? UsualHere(use) };

    public override IEnumerable<string> Objections(
        Arm arm, ProtocolTraits? traits, ConnectionFacts facts, OpenedConnections? opened) =>
        arm.CongestionControl is { } asked && facts.CongestionControl != asked
            ? [$"congestion control {asked} was asked for, {facts.CongestionControl ?? "none"} was used"]
            : [];

    // What cannot be set is not asked for; msquic's own default is cubic too.
    private static string? UsualHere(ArmUse use) =>
        use.Traits.OverQuic && !use.Traits.TunesQuic(use.Arm.Backend) ? null : use.AllowsCongestionControl(Usual) ? Usual : null;
}
