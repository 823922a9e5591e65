using ProtoBench.Contract;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Model.Scenarios.Settings;

/// <summary><c>serve-with</c>: what our own server is made of.</summary>
internal sealed class ServeWithSetting : ArmSetting
{
    private readonly KeyOf<ServerMake> _key = new(
        "serve-with",
        new ChoiceShape<ServerMake>(),
        "What our own server is made of: dotnet (what users of .NET serve with: Kestrel, or .NET's sockets) or lean (parsers of our own on "
            + "epoll, one thread per processor, for what a server in C would cost; exchanges in plain text only). Default dotnet.");

    public override Key Key => _key;

    public override ConnectionFact Fact { get; } = new(ServerFacts.Software, Told) { Further = true };

    public override IReadOnlyList<Contrast> Contrasts { get; } = [new("servers", (_, arm, _) => Word(arm.ServeWith == ServerMake.Lean))];

    /// <summary>Does our lean server answer the arm?</summary>
    public static bool IsLean(Arm arm) => arm.ServeWith == ServerMake.Lean;

    public override bool AppliesTo(ProtocolTraits traits) => traits.ServesLean;

    public override Arm Read(Arm arm, MappingReader reader) => arm with { ServeWith = reader.Get(_key, arm.ServeWith) };

    public override void Check(Arm arm, SettingErrors errors)
    {
        errors.Require(!IsLean(arm) || AppliesTo(errors.Traits), "has no lean server", AppliesTo);
        if (IsLean(arm) && arm.Tls && AppliesTo(errors.Traits))
        {
            errors.Refuse("the lean server has no TLS", "remove 'tls', or use serve-with: dotnet");
        }
    }

    public override string? Lack(Arm arm, IProtocol protocol) =>
        !IsLean(arm) ? null
        : !AppliesTo(protocol.Traits) ? $"{protocol.Name} has no lean server"
        : arm.Tls ? "the lean server has no TLS: it says what plain text costs; use serve-with: dotnet"
        : arm.Codec != Codec.Bytes ? "the lean server answers exchanges of bytes only; use serve-with: dotnet"
        : arm.Server is not null ? $"serve-with says what our own server is made of, and '{arm.Server}' answers; remove 'serve-with'"
        : null;

    public override string? LabelPart(Arm arm, ProtocolTraits? traits) => IsLean(arm) ? "lean-server" : null;

    public override EndpointSettings Apply(EndpointSettings settings, ArmUse use) => settings with { ServeWith = use.Arm.ServeWith };

    // What a server of the user's is made of nobody asks.
    public override IEnumerable<string> Objections(
        Arm arm, ProtocolTraits? traits, ConnectionFacts facts, OpenedConnections? opened) =>
        arm.Server is not null || IsLean(arm) == (Told(facts)?.StartsWith(ConnectionFacts.LeanServer, StringComparison.Ordinal) ?? false)
            ? []
            : [$"the {Word(IsLean(arm))} server was asked for, {Told(facts) ?? "one that does not tell what it is"} was used"];

    private static string? Told(ConnectionFacts facts) => facts.More.GetValueOrDefault(ServerFacts.Software);

    private static string Word(bool lean) => lean ? "lean" : "idiomatic";
}
