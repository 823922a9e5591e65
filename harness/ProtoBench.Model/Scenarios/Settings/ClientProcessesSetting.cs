using System.Globalization;
using ProtoBench.Contract;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Model.Scenarios.Settings;

/// <summary><c>client-processes</c>: among how many processes the client's load is divided.</summary>
internal sealed class ClientProcessesSetting : ArmSetting
{
    /// <summary>More than this would need more than 3 GB before anything is measured.</summary>
    public const int Most = 16;

    /// <summary>Of <see cref="ConnectionFacts.More"/>; told where there are several.</summary>
    public const string FactName = "client processes";

    private readonly KeyOf<int> _key = new(
        "client-processes",
        Shapes.Count(Most),
        "Processes that the client's exchanges, connections and rate are divided among, 1 to 16. Those of several hosts are dealt to "
            + "them in turn. Default 1; with hosts, one on each of the clients'.");

    public override Key Key => _key;

    public override ConnectionFact Fact { get; } = new(FactName, Told) { Further = true };

    public override IReadOnlyList<Contrast> Contrasts { get; } =
        [new("client processes", (_, arm, _) => (arm.ClientProcesses ?? 1).ToString(CultureInfo.InvariantCulture))];

    /// <summary>The fact: how many there were, and on which processors.</summary>
    public static string Told(int processes, string processors) =>
        string.Create(CultureInfo.InvariantCulture, $"{processes}, which share processors {processors}");

    /// <summary>The fact where they ran on other machines: how many there were, and how many on each.</summary>
    public static string Told(int processes, IReadOnlyList<string> hosts)
    {
        var places = hosts.CountBy(host => host).Select(one => one.Value == 1 ? one.Key : $"{one.Key} ({one.Value})");
        return string.Create(CultureInfo.InvariantCulture, $"{processes}, on {string.Join(", ", places)}");
    }

    public override bool AppliesTo(ProtocolTraits traits) => true;

    public override Arm Read(Arm arm, MappingReader reader) =>
        reader.Get(_key, 1) is > 1 and var processes ? arm with { ClientProcesses = processes } : arm;

    public override void Check(Arm arm, SettingErrors errors)
    {
    }

    public override string? Lack(Arm arm, IProtocol protocol) => null;

    public override string? LabelPart(Arm arm, ProtocolTraits? traits) =>
        arm.ClientProcesses is { } processes ? string.Create(CultureInfo.InvariantCulture, $"{processes}clients") : null;

    public override EndpointSettings Apply(EndpointSettings settings, ArmUse use) => settings;

    public override IEnumerable<string> Objections(
        Arm arm, ProtocolTraits? traits, ConnectionFacts facts, OpenedConnections? opened) =>
        arm.ClientProcesses is { } wanted
        && Told(facts)?.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{wanted},"), StringComparison.Ordinal) != true
            ? [$"{wanted} client processes were asked for, and one ran"]
            : [];

    private static string? Told(ConnectionFacts facts) => facts.More.GetValueOrDefault(FactName);
}
