using ProtoBench.Contract;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Model.Scenarios.Settings;

/// <summary><c>compression</c>: whether typed messages are compressed, both ways.</summary>
internal sealed class CompressionSetting : ArmSetting
{
    private readonly KeyOf<Compression> _key = new(
        "compression",
        new ChoiceShape<Compression>(),
        "How typed messages (codec: json or protobuf) are compressed, both ways: none or gzip, at its fastest level. Of HTTP it is the "
            + "Content-Encoding, of gRPC the grpc-encoding. Default none.");

    public override Key Key => _key;

    public override ConnectionFact Fact { get; } = new(CodecFactNames.Compression, Told) { Further = true };

    public override IReadOnlyList<Contrast> Contrasts { get; } =
        [new("compression of messages", (_, arm, _) => ChoiceShape<Compression>.WordOf(arm.Compression))];

    public override bool AppliesTo(ProtocolTraits traits) => traits.Compresses;

    public override Arm Read(Arm arm, MappingReader reader) => arm with { Compression = reader.Get(_key, arm.Compression) };

    public override void Check(Arm arm, SettingErrors errors)
    {
        errors.Require(arm.Compression == Compression.None || AppliesTo(errors.Traits), "does not compress messages here", AppliesTo);
        if (arm is { Compression: not Compression.None, Codec: Codec.Bytes } && AppliesTo(errors.Traits))
        {
            errors.Refuse(
                "the bytes of codec: bytes are a pattern that says nothing about compression", "add codec: json or codec: protobuf");
        }
    }

    public override string? Lack(Arm arm, IProtocol protocol) =>
        arm.Compression == Compression.None ? null
        : !AppliesTo(protocol.Traits) ? $"{protocol.Name} does not compress messages here"
        : arm.Codec == Codec.Bytes ? "the bytes of codec: bytes are a pattern that says nothing about compression"
        : null;

    public override string? LabelPart(Arm arm, ProtocolTraits? traits) =>
        arm.Compression == Compression.None ? null : ChoiceShape<Compression>.WordOf(arm.Compression);

    public override EndpointSettings Apply(EndpointSettings settings, ArmUse use) =>
        settings with { Compress = use.Arm.Compression == Compression.Gzip };

    public override IEnumerable<string> Objections(
        Arm arm, ProtocolTraits? traits, ConnectionFacts facts, OpenedConnections? opened) =>
        arm.Compression == Compression.None == (Told(facts) is null)
            ? []
            : [$"compression: {ChoiceShape<Compression>.WordOf(arm.Compression)} was asked for, the client used {Told(facts) ?? "none"}"];

    private static string? Told(ConnectionFacts facts) => facts.More.GetValueOrDefault(CodecFactNames.Compression);
}
