using ProtoBench.Contract;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Model.Scenarios.Settings;

/// <summary><c>client</c>: which of our clients asks.</summary>
internal sealed class ClientSetting : ArmSetting
{
    /// <summary>As scenarios and stored arms call the second client; the first one is not told.</summary>
    public const string Lean = "lean";

    private const string Idiomatic = "dotnet";

    private readonly KeyOf<bool> _key = new(
        "client",
        new WordShape<bool>(new Dictionary<string, bool> { [Idiomatic] = false, [Lean] = true }),
        "Which client asks: dotnet (as users of .NET do: SocketsHttpHandler) or lean (our own parser on epoll, for what a client in C would "
            + "cost; exchanges and requests only). Default dotnet.");

    public override Key Key => _key;

    public override ConnectionFact Fact => CommonFacts.Client;

    public override IReadOnlyList<Contrast> Contrasts { get; } = [new("clients", (facts, _, _) => Word(IsLean(facts)))];

    /// <summary>Does the arm ask with the lean client?</summary>
    public static bool Asks(Arm arm) => arm.Client == Lean;

    public override bool AppliesTo(ProtocolTraits traits) => traits.SupportsLean;

    public override Arm Read(Arm arm, MappingReader reader) => reader.Get(_key, Asks(arm)) ? arm with { Client = Lean } : arm;

    public override void Check(Arm arm, SettingErrors errors) =>
        errors.Require(!Asks(arm) || AppliesTo(errors.Traits), "has no lean client", AppliesTo);

    public override string? Lack(Arm arm, IProtocol protocol) =>
        !Asks(arm) || AppliesTo(protocol.Traits) ? null : $"{protocol.Name} has no lean client";

    public override string? LabelPart(Arm arm, ProtocolTraits? traits) => Asks(arm) ? Lean : null;

    public override EndpointSettings Apply(EndpointSettings settings, ArmUse use) => settings with { Lean = Asks(use.Arm) };

    public override IEnumerable<string> Objections(
        Arm arm, ProtocolTraits? traits, ConnectionFacts facts, OpenedConnections? opened) =>
        Asks(arm) == IsLean(facts) ? [] : [$"the {Word(Asks(arm))} client was asked for, {facts.Client} was used"];

    private static bool IsLean(ConnectionFacts facts) => facts.Client.StartsWith(ConnectionFacts.LeanClient, StringComparison.Ordinal);

    private static string Word(bool lean) => lean ? "lean" : "idiomatic";
}
