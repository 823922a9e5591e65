using ProtoBench.Contract;
using ProtoBench.Model.Scenarios.Sides;

namespace ProtoBench.Model.Scenarios;

/// <summary>Which arms meet which servers.</summary>
internal static class ArmServers
{
    /// <summary>
    /// Arms that name no server meet each that speaks their protocol, under its name; those that name one, only that. Without servers all
    /// stay as they are.
    /// </summary>
    public static IReadOnlyList<Arm> Paired(IReadOnlyList<Arm> arms, IReadOnlyList<ServerSide> servers) => servers.Count == 0
        ? arms
        :
        [
            .. arms.SelectMany(arm => arm.Server is { } named
                ? [Settled(arm, servers.FirstOrDefault(server => server.Name == named))]
                : servers.Where(server => server.Protocols?.Contains(arm.Protocol) != false)
                    .Select(server => Settled(arm with { Label = $"{arm.Label}-{server.Name}", Server = server.Name }, server))),
        ];

    /// <summary>Does an address say that all is encrypted?</summary>
    public static bool IsEncrypted(string address) => UrlSchemes.IsEncrypted(address.Split("://")[0]);

    /// <summary>What a protocol cannot do with a server, as a reason without a full stop; null: nothing.</summary>
    public static string? WhyNot(Arm arm, ServerSide? server, IProtocol protocol) => server switch
    {
        { Address: { } address } when protocol.Traits.RequiresTls && !IsEncrypted(address)
            && !address.StartsWith(protocol.Name + "://", StringComparison.Ordinal) =>
            $"{protocol.Name} is always encrypted, and {address} is not",
        { Address: { } address } when protocol.Traits.LocalOnly =>
            $"{protocol.Name} has no addresses such as {address}; give the server a command with {{socket}}",
        { Command: { } command } when Missing(command, server, protocol) is { } word =>
            $"the command of {server.Name} has no {{{word}}}, so it cannot know where {arm.Label} will look for it",
        _ => null,
    };

    // The scheme of an address says whether it is encrypted, so that nobody has to say it twice.
    private static Arm Settled(Arm arm, ServerSide? server) =>
        server is { Address: { } address } && IsEncrypted(address) ? arm with { Tls = true }
        : arm.Server == ServerSide.Ours ? arm with { Server = null }
        : arm;

    private static string? Missing(string command, ServerSide server, IProtocol protocol)
    {
        var word = protocol.Traits.LocalOnly ? SidePlaceholders.Socket : SidePlaceholders.Port;
        var texts = (server.Files?.Values ?? []).Concat(server.Environment?.Values ?? []).Append(command);
        return texts.Any(text => SidePlaceholders.Has(text, word)) ? null : word;
    }
}
