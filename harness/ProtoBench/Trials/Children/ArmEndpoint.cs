using ProtoBench.Protocols;
using ProtoBench.Protocols.Tls;
using ProtoBench.Scenarios;

namespace ProtoBench.Trials.Children;

/// <summary>Turns an arm of a scenario into a live server or connection of its protocol.</summary>
internal static class ArmEndpoint
{
    public static ValueTask<IProtocolServer> ListenAsync(
        Arm arm, string endPoint, TlsIdentity? identity, CancellationToken cancellationToken, TimeSpan work = default) =>
        ProtocolOf(arm).ListenAsync(Settings(arm, endPoint, identity, TimeSpan.FromSeconds(10)) with { ServerWork = work }, cancellationToken);

    public static EndpointSettings Settings(Arm arm, string endPoint, TlsIdentity? identity, TimeSpan timeout) => new()
    {
        EndPoint = EndPointText.Parse(endPoint),
        Tls = identity,
        Over = arm.Over,
        NoDelay = arm.NoDelay,
        CongestionControl = arm.CongestionControl,
        Io = arm.Io,
        BlockingTimeout = timeout,
    };

    /// <exception cref="PlatformNotSupportedException">This machine cannot run the protocol.</exception>
    public static IProtocol ProtocolOf(Arm arm)
    {
        var protocol = ProtocolCatalog.Find(arm.Protocol) ?? throw new ArgumentException($"there is no protocol '{arm.Protocol}'", nameof(arm));
        return protocol.UnsupportedReason is { } reason ? throw new PlatformNotSupportedException(reason) : protocol;
    }
}
