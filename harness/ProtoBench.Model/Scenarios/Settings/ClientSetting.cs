using ProtoBench.Contract;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Scenarios.Sides;

namespace ProtoBench.Model.Scenarios.Settings;

/// <summary><c>client</c>: who asks, one of our clients or a program of the user's.</summary>
internal sealed class ClientSetting : ArmSetting
{
    private readonly KeyOf<string> _key = new(
        "client",
        Shapes.Name,
        "Who asks: dotnet (ours as users of .NET do: SocketsHttpHandler), lean (our own parser on epoll, for what a client in C would "
            + "cost; exchanges and requests only, of gRPC unary calls), or a name under clients. Default dotnet.");

    public override Key Key => _key;

    public override ConnectionFact Fact => CommonFacts.Client;

    public override IReadOnlyList<Contrast> Contrasts { get; } = [new("clients", (facts, _, _) => Word(IsLean(facts)))];

    /// <summary>Does the arm ask with the lean client?</summary>
    public static bool Asks(Arm arm) => arm.Client == ClientSide.Lean;

    public override bool AppliesTo(ProtocolTraits traits) => traits.SupportsLean;

    public override Arm Read(Arm arm, MappingReader reader)
    {
        var client = reader.Get(_key, ClientSide.Ours);
        return arm with { Client = client == ClientSide.Ours ? null : client };
    }

    public override void Check(Arm arm, SettingErrors errors) =>
        errors.Require(
            !Asks(arm) || errors.Traits.LeanOver(arm.Over), $"has no lean client{Over(arm)}", traits => traits.LeanOver(arm.Over));

    public override string? Lack(Arm arm, IProtocol protocol) =>
        !Asks(arm) || protocol.Traits.LeanOver(arm.Over) ? null : $"{protocol.Name} has no lean client{Over(arm)}";

    public override string? LabelPart(Arm arm, ProtocolTraits? traits) => arm.Client;

    public override EndpointSettings Apply(EndpointSettings settings, ArmUse use) => settings with { Lean = Asks(use.Arm) };

    // What a program of the user's negotiated nobody knows.
    public override IEnumerable<string> Objections(
        Arm arm, ProtocolTraits? traits, ConnectionFacts facts, OpenedConnections? opened) =>
        ClientSide.IsProgram(arm.Client) || Asks(arm) == IsLean(facts)
            ? []
            : [$"the {Word(Asks(arm))} client was asked for, {facts.Client} was used"];

    private static bool IsLean(ConnectionFacts facts) => facts.Client.StartsWith(ConnectionFacts.LeanClient, StringComparison.Ordinal);

    private static string Over(Arm arm) => arm.Over is { } carrier ? $" over {carrier}" : "";

    private static string Word(bool lean) => lean ? "lean" : "idiomatic";
}
