using ProtoBench.Contract;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Model.Scenarios.Settings;

/// <summary><c>segmentation</c>: who cuts the datagrams of a bulk transfer.</summary>
internal sealed class SegmentationSetting : ArmSetting
{
    /// <summary>Of <see cref="ConnectionFacts.More"/>.</summary>
    public const string FactName = "datagram segmentation";

    private readonly KeyOf<bool> _key = new(
        "segmentation",
        Shapes.Flag,
        "Bulk transfers: the kernel cuts up to 64 datagrams out of one call, and hands over in one what came together (UDP_SEGMENT and "
            + "UDP_GRO). false: so many datagrams in one call (sendmmsg, recvmmsg), which is also what happens where the kernel refuses. "
            + "Default true.");

    public override Key Key => _key;

    public override ConnectionFact Fact { get; } = new(FactName, Told) { Further = true };

    public override IReadOnlyList<Contrast> Contrasts { get; } =
        [new("segmentation", (_, arm, _) => arm.Segmentation is { } cuts ? Word(cuts) : null)];

    public override bool AppliesTo(ProtocolTraits traits) => traits.Datagram;

    public override Arm Read(Arm arm, MappingReader reader) =>
        reader.Has(_key) && !reader.Get(_key, true) ? arm with { Segmentation = false } : arm;

    public override void Check(Arm arm, SettingErrors errors) =>
        errors.Require(!errors.IsWritten || AppliesTo(errors.Traits), "sends no datagrams of its own", AppliesTo);

    public override string? Lack(Arm arm, IProtocol protocol) =>
        arm.Segmentation is null || AppliesTo(protocol.Traits) ? null : $"{protocol.Name} sends no datagrams of its own";

    public override string? LabelPart(Arm arm, ProtocolTraits? traits) => arm.Segmentation == false ? "unsegmented" : null;

    public override EndpointSettings Apply(EndpointSettings settings, ArmUse use) =>
        settings with { Segmentation = use.Arm.Segmentation ?? true };

    // Where it was asked for and the kernel refuses, the fact says so, and the transfer goes on without.
    public override IEnumerable<string> Objections(
        Arm arm, ProtocolTraits? traits, ConnectionFacts facts, OpenedConnections? opened) =>
        arm.Segmentation == false && Told(facts)?.StartsWith("off", StringComparison.Ordinal) != true
            ? [$"no segmentation was asked for, and it is {Told(facts) ?? "not told whether there was any"}"]
            : [];

    private static string? Told(ConnectionFacts facts) => facts.More.GetValueOrDefault(FactName);

    private static string Word(bool cuts) => cuts ? "by the kernel" : "off";
}
