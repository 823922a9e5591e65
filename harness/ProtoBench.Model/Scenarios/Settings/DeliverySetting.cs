using ProtoBench.Contract;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Model.Scenarios.Settings;

/// <summary><c>delivery</c>: how events that the server sends come to subscribers.</summary>
internal sealed class DeliverySetting : ArmSetting
{
    /// <summary>Of <see cref="ConnectionFacts.More"/>.</summary>
    public const string FactName = "event delivery";

    private readonly KeyOf<Delivery> _key = new(
        "delivery",
        new ChoiceShape<Delivery>(),
        "How events that the server sends come: stream (the protocol's own), sse (text/event-stream), long-polling or short-polling. "
            + "What sse carries is text, so its messages are in Base64 and a third larger. Default stream.");

    public override Key Key => _key;

    public override ConnectionFact Fact { get; } = new(FactName, Told) { Further = true };

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
        Arm arm, ProtocolTraits? traits, ConnectionFacts facts, OpenedConnections? opened)
    {
        var asked = ChoiceShape<Delivery>.WordOf(arm.Delivery);
        return (arm.Delivery, Told(facts)) switch
        {
            (Delivery.Stream, null) => [],
            (_, null) => [$"events by {asked} were asked for, and the client does not tell how they came"],
            (_, { } told) when told == asked || told.StartsWith(asked + " (", StringComparison.Ordinal) => [],
            (_, { } told) => [$"events by {asked} were asked for, and they came by {told}"],
        };
    }

    /// <summary>The fact: what the client did, and what the answers said that they were.</summary>
    public static string Told(Delivery delivery, string? form) =>
        ChoiceShape<Delivery>.WordOf(delivery) + (form is null ? "" : $" ({form})");

    private static string? Told(ConnectionFacts facts) => facts.More.GetValueOrDefault(FactName);
}
