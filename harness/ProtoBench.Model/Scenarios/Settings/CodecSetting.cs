using ProtoBench.Contract;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Model.Scenarios.Settings;

/// <summary><c>codec</c>: how the messages of exchanges are written.</summary>
internal sealed class CodecSetting : ArmSetting
{
    private readonly KeyOf<Codec> _key = new(
        "codec",
        new ChoiceShape<Codec>(),
        "How the messages of exchanges are written: bytes (opaque), json (System.Text.Json, source-generated) or protobuf "
            + "(Google.Protobuf). Typed messages hold as much content as the workload's sizes say; encoding and decoding count on both sides. Default bytes.");

    public override Key Key => _key;

    public override ConnectionFact Fact { get; } = new(CodecFactNames.Codec, Told) { Further = true };

    public override IReadOnlyList<Contrast> Contrasts { get; } =
        [new("codecs", (_, arm, _) => ChoiceShape<Codec>.WordOf(arm.Codec))];

    public override bool AppliesTo(ProtocolTraits traits) => traits.Codecs;

    public override Arm Read(Arm arm, MappingReader reader) => arm with { Codec = reader.Get(_key, arm.Codec) };

    public override void Check(Arm arm, SettingErrors errors)
    {
        errors.Require(arm.Codec == Codec.Bytes || AppliesTo(errors.Traits), "has exchanges of bytes only", AppliesTo);
        if (arm.Codec != Codec.Bytes && ClientSetting.Asks(arm) && AppliesTo(errors.Traits))
        {
            errors.Refuse("the lean client exchanges bytes only", "remove 'codec', or use client: dotnet");
        }
    }

    public override string? Lack(Arm arm, IProtocol protocol) =>
        arm.Codec == Codec.Bytes ? null
        : !AppliesTo(protocol.Traits) ? $"{protocol.Name} has exchanges of bytes only, whose length both sides know before"
        : ClientSetting.Asks(arm) ? "the lean client exchanges bytes only"
        : null;

    public override string? LabelPart(Arm arm, ProtocolTraits? traits) =>
        arm.Codec == Codec.Bytes ? null : ChoiceShape<Codec>.WordOf(arm.Codec);

    public override EndpointSettings Apply(EndpointSettings settings, ArmUse use) => settings with { Codec = use.Arm.Codec };

    public override IEnumerable<string> Objections(
        Arm arm, ProtocolTraits? traits, ConnectionFacts facts, OpenedConnections? opened)
    {
        var asked = ChoiceShape<Codec>.WordOf(arm.Codec);
        return (arm.Codec, Told(facts)) switch
        {
            (Codec.Bytes, null) => [],
            (Codec.Bytes, { } told) => [$"messages of bytes were asked for, and the client wrote {told}"],
            (_, null) => [$"messages in {asked} were asked for, and the client does not tell how it wrote them"],
            (_, { } told) when told.StartsWith(asked, StringComparison.OrdinalIgnoreCase) => [],
            (_, { } told) => [$"messages in {asked} were asked for, and the client wrote {told}"],
        };
    }

    private static string? Told(ConnectionFacts facts) => facts.More.GetValueOrDefault(CodecFactNames.Codec);
}
