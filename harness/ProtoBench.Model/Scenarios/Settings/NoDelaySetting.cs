using ProtoBench.Contract;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Model.Scenarios.Settings;

/// <summary><c>no-delay</c>: Nagle's algorithm.</summary>
internal sealed class NoDelaySetting : ArmSetting
{
    private readonly KeyOf<bool> _key = new("no-delay", Shapes.Flag, "TCP_NODELAY, which turns Nagle's algorithm off. Default true.");

    public override Key Key => _key;

    public override ConnectionFact Fact { get; } = new("no-delay", facts => facts.NoDelay) { Column = "no_delay" };

    public override IReadOnlyList<Contrast> Contrasts { get; } =
        [new("Nagle's algorithm", (facts, _, _) => Algorithm(facts.NoDelay))];

    public override bool AppliesTo(ProtocolTraits traits) => traits.OverTcp;

    public override Arm Read(Arm arm, MappingReader reader) => arm with { NoDelay = reader.Get(_key, arm.NoDelay) };

    public override void Check(Arm arm, SettingErrors errors) =>
        errors.Require(!errors.IsWritten || AppliesTo(errors.Traits), "has no TCP connection to set this on", AppliesTo);

    public override string? Lack(Arm arm, IProtocol protocol) =>
        arm.NoDelay || AppliesTo(protocol.Traits) ? null : $"{protocol.Name} has no TCP connection whose TCP_NODELAY could be off";

    public override string? LabelPart(Arm arm, ProtocolTraits? traits) => arm.NoDelay ? null : "nagle";

    public override EndpointSettings Apply(EndpointSettings settings, ArmUse use) => settings with { NoDelay = use.Arm.NoDelay };

    public override IEnumerable<string> Objections(
        Arm arm, ProtocolTraits? traits, ConnectionFacts facts, OpenedConnections? opened) =>
        facts.NoDelay is not { } used || used == arm.NoDelay ? []
        : [$"Nagle's algorithm was to be {Algorithm(arm.NoDelay)}, and was {Algorithm(used)}"];

    private static string? Algorithm(bool? noDelay) => noDelay switch { true => "off", false => "on", null => null };
}
