using ProtoBench.Contract;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Model.Scenarios.Settings;

/// <summary><c>over</c>: the protocol that carries this one.</summary>
internal sealed class OverSetting : ArmSetting
{
    private readonly KeyOf<string> _key = new(
        "over",
        new TraitShape("the name of a carrier such as http2", traits => traits.CarrierNames),
        "The protocol that carries it, where that is a choice, such as http2 for websocket.");

    public override Key Key => _key;

    public override ConnectionFact Fact => CommonFacts.Protocol;

    // It is part of the protocol, in which arms are meant to differ.
    public override IReadOnlyList<Contrast> Contrasts => [];

    public override bool AppliesTo(ProtocolTraits traits) => traits.Carriers.Count > 0;

    public override Arm Read(Arm arm, MappingReader reader) => arm with { Over = reader.Get(_key, null!) };

    public override void Check(Arm arm, SettingErrors errors)
    {
        errors.Require(arm.Over is null || AppliesTo(errors.Traits), "has no choice of carrier", AppliesTo);
        errors.RequireChoice(arm.Over, errors.Traits.CarrierNames, "is not carried over");
    }

    public override string? Lack(Arm arm, IProtocol protocol) =>
        arm.Over is { } over && !protocol.Traits.CarrierNames.Contains(over) ? $"{protocol.Name} is not carried over {over}" : null;

    public override string? LabelPart(Arm arm, ProtocolTraits? traits) => arm.Over;

    public override EndpointSettings Apply(EndpointSettings settings, ArmUse use) => settings with { Over = use.Arm.Over };

    public override IEnumerable<string> Objections(
        Arm arm, ProtocolTraits? traits, ConnectionFacts facts, OpenedConnections? opened) =>
        arm.Over is not { } over || (traits?.Carriers.FirstOrDefault(known => known.Name == over)?.StandardName ?? over) is var carrier
            && facts.Protocol.EndsWith($" over {carrier}", StringComparison.Ordinal) ? []
        : [$"{arm.Protocol} over {over} was asked for, {facts.Protocol} was used"];
}
