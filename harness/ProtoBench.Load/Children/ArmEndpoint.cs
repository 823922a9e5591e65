using ProtoBench.Contract;
using ProtoBench.Contract.Duplicates;
using ProtoBench.Contract.Quic;
using ProtoBench.Contract.Tls;
using ProtoBench.Load.Loops;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Settings;
using ProtoBench.Protocols;
using ProtoBench.Protocols.StreamSockets;

namespace ProtoBench.Load.Children;

/// <summary>Turns an arm of a scenario into a live server or connection of its protocol.</summary>
internal static class ArmEndpoint
{
    public static ValueTask<IProtocolServer> ListenAsync(
        ServeOrder order, TlsIdentity? identity,
        IReadOnlyDictionary<string, ServerApplication> applications,
        CancellationToken cancellationToken,
        RequestLedger? requests = null) =>
        ProtocolOf(order.Arm).ListenAsync(
            Settings(order.Arm, order.EndPoint, identity, TimeSpan.FromSeconds(10), MayLose(order), order.Qlog) with
            {
                ServerWork = order.Work,
                Applications = applications,
                Requests = requests,
            },
            cancellationToken);

    /// <param name="arm">The protocol and its settings.</param>
    /// <param name="endPoint">Where.</param>
    /// <param name="identity">For TLS; null for plaintext.</param>
    /// <param name="timeout">Limit of a blocking exchange.</param>
    /// <param name="overLink">Does the traffic cross something that may lose it? Then QUIC counts its losses.</param>
    /// <param name="qlog">Folder for the events of QUIC connections, or null.</param>
    public static EndpointSettings Settings(
        Arm arm, string endPoint, TlsIdentity? identity, TimeSpan timeout, bool overLink, string? qlog = null)
    {
        var settings = new EndpointSettings
        {
            EndPoint = EndPointText.Parse(endPoint),
            Tls = identity,
            BlockingTimeout = timeout,
            Quic = new QuicSettings { QlogDirectory = qlog, CountLosses = overLink },
        };
        return ArmSettings.Apply(settings, new ArmUse(arm, Find(arm).Traits, SocketTuning.Allows));
    }

    /// <summary>What its protocol is like, whether or not this machine can run it: the sides may be on others.</summary>
    public static ProtocolTraits TraitsOf(Arm arm) => Find(arm).Traits;

    /// <exception cref="PlatformNotSupportedException">This machine cannot run the protocol.</exception>
    public static IProtocol ProtocolOf(Arm arm)
    {
        var protocol = Find(arm);
        return protocol.UnsupportedReasonOf(arm.Backend) is { } reason ? throw new PlatformNotSupportedException(reason) : protocol;
    }

    private static bool MayLose(ServeOrder order) =>
        TrialPaths.Of(order.OverLink, EndPointText.Parse(order.EndPoint)) != TrialPath.Loopback;

    private static IProtocol Find(Arm arm) =>
        ProtocolCatalog.Find(arm.Protocol) ?? throw new ArgumentException($"there is no protocol '{arm.Protocol}'", nameof(arm));
}
