using ProtoBench.Contract;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Model.Scenarios.Settings;

/// <summary><c>delivery</c>: how events that the server sends come to subscribers.</summary>
internal sealed class DeliverySetting : ArmSetting
{
    private readonly KeyOf<Delivery> _key = new(
        "delivery",
        new ChoiceShape<Delivery>(),
        "How events that the server sends come: stream (the protocol's own), sse (text/event-stream), long-polling or short-polling. "
            + "Default stream.");

    public override Key Key => _key;

    // The client refuses an answer of another form.
    public override ConnectionFact Fact { get; } = new("none: an answer of another form fails", _ => null) { Further = true };

    public override IReadOnlyList<Contrast> Contrasts { get; } =
        [new("delivery of events", (_, arm, _) => ChoiceShape<Delivery>.WordOf(arm.Delivery))];

    public override bool AppliesTo(ProtocolTraits traits) => traits.EventRequests;

    public override Arm Read(Arm arm, MappingReader reader) => arm with { Delivery = reader.Get(_key, arm.Delivery) };

    public override void Check(Arm arm, SettingErrors errors) => errors.Require(
        arm.Delivery == Delivery.Stream || AppliesTo(errors.Traits), "has no requests that could ask for events", AppliesTo);

    public override string? Lack(Arm arm, IProtocol protocol) =>
        arm.Delivery == Delivery.Stream || AppliesTo(protocol.Traits)
            ? null
            : $"{protocol.Name} has no requests that could ask for events";

    public override string? LabelPart(Arm arm, ProtocolTraits? traits) =>
        arm.Delivery == Delivery.Stream ? null : ChoiceShape<Delivery>.WordOf(arm.Delivery);

    public override EndpointSettings Apply(EndpointSettings settings, ArmUse use) => settings;

    public override IEnumerable<string> Objections(
        Arm arm, ProtocolTraits? traits, ConnectionFacts facts, OpenedConnections? opened) => [];
}
