using ProtoBench.Contract;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Model.Scenarios.Settings;

/// <summary><c>io</c>: how socket calls wait.</summary>
internal sealed class IoSetting : ArmSetting
{
    private readonly KeyOf<IoMode> _key = new(
        "io",
        new ChoiceShape<IoMode>(),
        "How socket calls wait: async (epoll; see inline-completions of runtime) or blocking (one thread per connection). Default async.");

    public override Key Key => _key;

    public override ConnectionFact Fact { get; } = new("socket calls", Told);

    public override IReadOnlyList<Contrast> Contrasts { get; } = [new("socket calls", (facts, _, _) => Told(facts))];

    public override bool AppliesTo(ProtocolTraits traits) => traits.SupportsBlocking;

    public override Arm Read(Arm arm, MappingReader reader) => arm with { Io = reader.Get(_key, arm.Io) };

    public override void Check(Arm arm, SettingErrors errors) =>
        errors.Require(arm.Io == IoMode.Async || AppliesTo(errors.Traits), "has no blocking mode", AppliesTo);

    public override string? Lack(Arm arm, IProtocol protocol) =>
        arm.Io == IoMode.Async || AppliesTo(protocol.Traits) ? null : $"{protocol.Name} has no blocking mode";

    public override string? LabelPart(Arm arm, ProtocolTraits? traits) => arm.Io == IoMode.Blocking ? "blocking" : null;

    public override EndpointSettings Apply(EndpointSettings settings, ArmUse use) => settings with { Io = use.Arm.Io };

    public override IEnumerable<string> Objections(
        Arm arm, ProtocolTraits? traits, ConnectionFacts facts, OpenedConnections? opened) =>
        facts.Io == arm.Io ? [] : [$"{Word(arm.Io)} socket calls were asked for, {Word(facts.Io)} ones were used"];

    private static string Told(ConnectionFacts facts) => Word(facts.Io);

    private static string Word(IoMode io) => io is IoMode.Async ? "asynchronous" : "blocking";
}
