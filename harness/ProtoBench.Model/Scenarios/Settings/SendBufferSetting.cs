using System.Globalization;
using ProtoBench.Contract;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Model.Scenarios.Settings;

/// <summary><c>send-buffer</c>: how much the kernel takes from a sender before it waits.</summary>
internal sealed class SendBufferSetting : ArmSetting
{
    /// <summary>
    /// Below 2,304 B Linux grants its own minimum instead (SOCK_MIN_SNDBUF, net/sock.h: 4,608 B doubled); 4 KiB is safely above.
    /// </summary>
    private const int Smallest = 4 * 1024;

    /// <summary>
    /// socket(7): "The kernel doubles this value (to allow space for bookkeeping overhead) …, and this doubled value is returned by
    /// getsockopt".
    /// </summary>
    private const int KernelFactor = 2;

    private readonly KeyOf<int> _key = new(
        "send-buffer",
        Shapes.Size(Smallest, "4 KiB to 16 MiB"),
        "SO_SNDBUF of both sides, 4 KiB to 16 MiB. The kernel doubles it for its bookkeeping and grants at most net.core.wmem_max. "
            + "Default: the system's size, which TCP lets grow; a set one stays.");

    public override Key Key => _key;

    public override ConnectionFact Fact => CommonFacts.SendBuffer;

    // By what was asked for: sizes that the kernel chose differ between any two protocols, and grow.
    public override IReadOnlyList<Contrast> Contrasts { get; } =
        [new("send buffers", (_, arm, _) => arm.SendBuffer is { } bytes ? Size(bytes) : "the system's size")];

    public override bool AppliesTo(ProtocolTraits traits) => !traits.OverQuic;

    public override Arm Read(Arm arm, MappingReader reader)
    {
        var bytes = reader.Get(_key, 0);
        return bytes == 0 ? arm : arm with { SendBuffer = bytes };
    }

    public override void Check(Arm arm, SettingErrors errors) => errors.Require(
        !errors.IsWritten
            || AppliesTo(errors.Traits), "sends through its QUIC library, which sizes the buffer of its one socket itself", AppliesTo);

    public override string? Lack(Arm arm, IProtocol protocol) => arm.SendBuffer is null || AppliesTo(protocol.Traits)
        ? null
        : $"{protocol.Name} sends through its QUIC library, which sizes the buffer of its one socket itself";

    public override string? LabelPart(Arm arm, ProtocolTraits? traits) => arm.SendBuffer switch
    {
        null => null,
        { } bytes when bytes % (1 << 20) == 0 => Text($"sndbuf-{bytes >> 20}m"),
        { } bytes when bytes % (1 << 10) == 0 => Text($"sndbuf-{bytes >> 10}k"),
        { } bytes => Text($"sndbuf-{bytes}"),
    };

    public override EndpointSettings Apply(EndpointSettings settings, ArmUse use) => settings with { SendBufferBytes = use.Arm.SendBuffer };

    public override IEnumerable<string> Objections(
        Arm arm, ProtocolTraits? traits, ConnectionFacts facts, OpenedConnections? opened) =>
        (arm.SendBuffer, facts.SendBufferBytes) switch
        {
            (null, _) => [],
            ({ } asked, null) => [$"a send buffer of {Size(asked)} was asked for, and the connection does not tell which it has"],
            ({ } asked, { } told) when told == KernelFactor * asked => [],
            ({ } asked, { } told) when told < KernelFactor * asked =>
            [
                $"a send buffer of {Size(asked)} was asked for, and the kernel granted {Size(told / KernelFactor)}: "
                    + Text($"sudo sysctl -w net.core.wmem_max={asked} allows it, or ask for less"),
            ],
            ({ } asked, { } told) =>
                [$"a send buffer of {Size(asked)} was asked for, and the connection has one of {Size(told / KernelFactor)}"],
        };

    private static string Size(int bytes) =>
        bytes % (1 << 20) == 0 ? Text($"{bytes >> 20} MiB") : bytes % (1 << 10) == 0 ? Text($"{bytes >> 10} KiB") : Text($"{bytes:N0} B");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
