using ProtoBench.Contract;
using ProtoBench.Contract.Quic;
using ProtoBench.Contract.Tls;
using ProtoBench.Model.Scenarios;
using ProtoBench.Protocols;
using ProtoBench.Protocols.Shared.Msquic;
using ProtoBench.Protocols.StreamSockets;

namespace ProtoBench.Load.Children;

/// <summary>Turns an arm of a scenario into a live server or connection of its protocol.</summary>
internal static class ArmEndpoint
{
    /// <summary>
    /// Linux' own default since 2.6.19 and the one of most QUIC stacks; distributions that choose another (BBR) would make TCP and QUIC incomparable.
    /// </summary>
    private const string DefaultCongestionControl = "cubic";

    public static ValueTask<IProtocolServer> ListenAsync(
        ServeOrder order, TlsIdentity? identity, CancellationToken cancellationToken) =>
        ProtocolOf(order.Arm).ListenAsync(
            Settings(order.Arm, order.EndPoint, identity, TimeSpan.FromSeconds(10), order.OverLink, order.Qlog) with { ServerWork = order.Work },
            cancellationToken);

    /// <param name="arm">The protocol and its settings.</param>
    /// <param name="endPoint">Where.</param>
    /// <param name="identity">For TLS; null for plaintext.</param>
    /// <param name="timeout">Limit of a blocking exchange.</param>
    /// <param name="overLink">Does the traffic cross an emulated link? Then QUIC counts its losses.</param>
    /// <param name="qlog">Folder for the events of QUIC connections, or null.</param>
    public static EndpointSettings Settings(
        Arm arm, string endPoint, TlsIdentity? identity, TimeSpan timeout, bool overLink, string? qlog = null) => new()
        {
            EndPoint = EndPointText.Parse(endPoint),
            Tls = identity,
            Over = arm.Over,
            NoDelay = arm.NoDelay,
            CongestionControl = arm.CongestionControl ?? DefaultCongestionControlOf(arm),
            Io = arm.Io,
            BlockingTimeout = timeout,
            Quic = new QuicSettings
            {
                Backend = arm.Backend,
                QlogDirectory = qlog,
                CountLosses = overLink,
                Sessions = arm.Session == SessionUse.Full ? null : new QuicSessionStore(),
                EarlySending = arm.Session == SessionUse.Early,
            },
        };

    /// <exception cref="PlatformNotSupportedException">This machine cannot run the protocol.</exception>
    public static IProtocol ProtocolOf(Arm arm)
    {
        var protocol = ProtocolCatalog.Find(arm.Protocol) ?? throw new ArgumentException($"there is no protocol '{arm.Protocol}'", nameof(arm));
        return protocol.UnsupportedReasonOf(arm.Backend) is { } reason ? throw new PlatformNotSupportedException(reason) : protocol;
    }

    // What cannot be set is not asked for; msquic's own default is cubic too.
    private static string? DefaultCongestionControlOf(Arm arm) =>
        arm.Backend != QuicBackend.Msquic && SocketTuning.Allows(DefaultCongestionControl) ? DefaultCongestionControl : null;
}
