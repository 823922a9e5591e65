using System.Net;
using System.Net.Sockets;
using ProtoBench.Contract;
using ProtoBench.Contract.Quic;
using ProtoBench.Contract.Tls;
using ProtoBench.Protocols.Shared.Msquic;
using Xunit.Abstractions;

namespace ProtoBench.Protocols.Tests.Conformance;

/// <summary>
/// One protocol in one of the ways it can be run: with or without TLS, over a carrier, on a backend, blocking or not, lean or not. Its text
/// names the failing case.
/// </summary>
public sealed class ProtocolVariant : IXunitSerializable
{
    // One identity for the whole run; the client's half has no key, as in a trial.
    private static readonly TlsIdentity ServerIdentity = TlsIdentity.Create();
    private static readonly TlsIdentity ClientIdentity = TlsIdentity.FromPem(ServerIdentity.CertificatePem());

    private string _name = "";
    private string? _over;
    private string? _backend;
    private bool _tls;
    private bool _blocking;
    private bool _lean;
    private bool _leanServer;
    private int _lostPercent;

    /// <summary>
    /// Every way to run every protocol of the catalog, including those this machine cannot run; but further backends, which are an extra,
    /// only where they can.
    /// </summary>
    public static IEnumerable<ProtocolVariant> All =>
        from protocol in ProtocolCatalog.All
        from over in protocol.Traits.Carriers.Count == 0 ? [null] : protocol.Traits.Carriers.Select(carrier => (string?)carrier.Name)
        from backend in BackendsOf(protocol)
        from tls in protocol.Traits.RequiresTls ? [true] : protocol.Traits.SupportsTls ? new[] { false, true } : [false]
        from blocking in protocol.Traits.SupportsBlocking ? new[] { false, true } : [false]
        from lean in protocol.Traits.LeanOver(over) ? new[] { false, true } : [false]
        from leanServer in protocol.Traits.ServesLean && !tls ? new[] { false, true } : [false]
        from lost in protocol.Traits.TunesQuic(backend) ? new[] { 0, 2, 10 } : RepairsItself(protocol) ? [0, 10] : [0]
        select new ProtocolVariant
        {
            _name = protocol.Name,
            _over = over,
            _backend = backend,
            _tls = tls,
            _blocking = blocking,
            _lean = lean,
            _leanServer = leanServer,
            _lostPercent = lost,
        };

    public IProtocol Protocol => ProtocolCatalog.Find(_name) ?? throw new InvalidOperationException($"{_name} is not in the catalog");

    public ProtocolTraits Traits => Protocol.Traits;

    public string Name => _name;

    public string? Over => _over;

    public bool Tls => _tls;

    /// <summary>Does the lean client ask?</summary>
    public bool Lean => _lean;

    /// <summary>Does the lean server answer?</summary>
    public bool LeanServer => _leanServer;

    public IoMode Io => _blocking ? IoMode.Blocking : IoMode.Async;

    public bool UsesUdp => !Traits.OverTcp && !Traits.LocalOnly;

    public bool UsesTcp => !UsesUdp && !Traits.LocalOnly;

    public bool ChoosesCongestionControl => UsesTcp || Traits.TunesQuic(_backend);

    /// <summary>
    /// For tens of megabytes: with 10 % of the datagrams lost both ways, congestion control leaves a few megabytes a second.
    /// </summary>
    public TimeSpan Patience => _lostPercent == 0 ? Limits.Wait : 8 * Limits.Wait;

    /// <summary>Are datagrams dropped on purpose?</summary>
    public bool IsLossy => _lostPercent > 0;

    public EndpointSettings ListenSettings() => new()
    {
        EndPoint = FreshEndPoint(),
        Tls = _tls ? ServerIdentity : null,
        Over = _over,
        Io = Io,
        Lean = _lean,
        ServeWith = _leanServer ? ServerMake.Lean : ServerMake.Dotnet,
        VerifyContent = true,
        // What repairs losses in this process has both sides lose datagrams here, by a seeded choice.
        Quic = new QuicSettings { Backend = _backend, DropRate = _lostPercent / 100.0, DropSeed = 1 + _lostPercent },
    };

    public EndpointSettings ConnectSettings(EndPoint server) =>
        ListenSettings() with { EndPoint = server, Tls = _tls ? ClientIdentity : null };

    /// <summary>A loopback port the kernel chooses, or an unused socket path.</summary>
    public EndPoint FreshEndPoint() => Traits.LocalOnly
        ? new UnixDomainSocketEndPoint(Path.Combine(Path.GetTempPath(), $"protobench-{Guid.NewGuid():N}.sock"))
        : new IPEndPoint(IPAddress.Loopback, 0);

    public bool Meets(Requirement requirement) => Has().HasFlag(requirement);

    public void Serialize(IXunitSerializationInfo info)
    {
        info.AddValue(nameof(_name), _name);
        info.AddValue(nameof(_over), _over);
        info.AddValue(nameof(_backend), _backend);
        info.AddValue(nameof(_tls), _tls);
        info.AddValue(nameof(_blocking), _blocking);
        info.AddValue(nameof(_lean), _lean);
        info.AddValue(nameof(_leanServer), _leanServer);
        info.AddValue(nameof(_lostPercent), _lostPercent);
    }

    public void Deserialize(IXunitSerializationInfo info)
    {
        _name = info.GetValue<string>(nameof(_name));
        _over = info.GetValue<string?>(nameof(_over));
        _backend = info.GetValue<string?>(nameof(_backend));
        _tls = info.GetValue<bool>(nameof(_tls));
        _blocking = info.GetValue<bool>(nameof(_blocking));
        _lean = info.GetValue<bool>(nameof(_lean));
        _leanServer = info.GetValue<bool>(nameof(_leanServer));
        _lostPercent = info.GetValue<int>(nameof(_lostPercent));
    }

    public override string ToString() =>
        _name + (_over is null ? "" : $" over {_over}") + (_backend is null ? "" : $" by {_backend}") + (_tls ? ", TLS" : "") + (_blocking
            ? ", blocking"
            : "")
        + (_lean ? ", lean" : "")
        + (_leanServer ? ", lean server" : "")
        + (_lostPercent > 0 ? $", {_lostPercent} % lost" : "");

    private Requirement Has() =>
        (_tls ? Requirement.Tls : Requirement.None)
        | (Traits.Multiplexed ? Requirement.Multiplexed : Requirement.None)
        | (_blocking ? Requirement.Blocking : Requirement.Asynchronous)
        | (Traits.Datagram ? Requirement.Datagram : Requirement.Reliable)
        | (UsesUdp ? Requirement.None : Requirement.ByteStream)
        | (UsesTcp ? Requirement.Tcp : Requirement.None)
        | (_backend == QuicBackend.Msquic ? Requirement.Msquic : Requirement.None)
        | (_lean || _leanServer ? Requirement.None : Requirement.Transfers)
        | (Traits.MessageStreams && !_blocking && !_lean && !_leanServer ? Requirement.MessageStreams : Requirement.None)
        | (Traits.EventRequests && !_lean && !_leanServer ? Requirement.EventRequests : Requirement.None)
        | (Traits.Codecs && !_lean && !_leanServer ? Requirement.Codecs : Requirement.None)
        | (Traits.Drains && !_leanServer ? Requirement.Drains : Requirement.None)
        | (Traits is { Drains: true, MessageStreams: true, Resets: false, OverTcp: true } && !_leanServer
            ? Requirement.Announces
            : Requirement.None)
        | (Traits.KnowsRequests && !_leanServer ? Requirement.KnowsRequests : Requirement.None)
        | (Traits.ServerResets && !_leanServer ? Requirement.ServerResets : Requirement.None)
        | (IsLossy ? Requirement.None : Requirement.Lossless)
        | (_name == "http3" ? Requirement.Http3 : Requirement.None)
        | ((_name is "http1" or "http2" or "http3") && !_leanServer ? Requirement.Http : Requirement.None);

    private static bool RepairsItself(IProtocol protocol) =>
        protocol.Traits is { OverTcp: false, LocalOnly: false, Datagram: false, OverQuic: false };

    // Null is the default one, which every machine is expected to have.
    private static IEnumerable<string?> BackendsOf(IProtocol protocol) =>
        [null, .. protocol.Traits.Backends.Skip(1).Where(backend => protocol.UnsupportedReasonOf(backend) is null)];
}
