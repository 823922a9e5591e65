using System.Net;
using ProtoBench.Contract;
using ProtoBench.Contract.Quic;
using ProtoBench.Contract.Tls;
using ProtoBench.Protocols.Shared.Msquic;
using ProtoBench.Protocols.Tests.Conformance;

namespace ProtoBench.Protocols.Tests.Msquic;

/// <summary>Choosing a backend, on machines with libmsquic and without.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class QuicBackendTests : IDisposable
{
    private readonly TlsIdentity _identity = TlsIdentity.Create();

    public static TheoryData<string> Protocols => ["quic", "http3"];

    public void Dispose() => _identity.Dispose();

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Protocols_over_quic_offer_both_and_default_to_ngtcp2(string name)
    {
        var protocol = ProtocolCatalog.Find(name)!;

        Assert.Equal(["ngtcp2", "msquic"], protocol.Traits.Backends);
        Assert.Equal(protocol.UnsupportedReason, protocol.UnsupportedReasonOf(null));
        Assert.Equal(protocol.UnsupportedReason, protocol.UnsupportedReasonOf("ngtcp2"));
        Assert.True(protocol.Traits.TunesQuic(null) && protocol.Traits.TunesQuic("ngtcp2"));
        Assert.False(protocol.Traits.TunesQuic("msquic"));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Msquic_runs_or_is_refused_with_the_command_that_installs_it(string name)
    {
        var protocol = ProtocolCatalog.Find(name)!;
        var settings = Settings("msquic");
        if (protocol.UnsupportedReasonOf("msquic") is not { } reason)
        {
            Assert.True(MsquicSupport.IsSupported);
            await using var server = await protocol.ListenAsync(settings, Limits.Token()).Limited();
            return;
        }

        Assert.Matches("libmsquic.* apt-get install libmsquic", reason);
        var refusals = new[]
        {
            await Record.ExceptionAsync(() => protocol.ListenAsync(settings, Limits.Token()).Limited()),
            await Record.ExceptionAsync(() => protocol.ConnectAsync(settings, Limits.Token()).Limited()),
        };
        Assert.All(refusals, error => Assert.Equal(reason, Assert.IsType<PlatformNotSupportedException>(error).Message));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task An_unknown_backend_is_refused_by_name(string name)
    {
        var error = await Assert.ThrowsAsync<NotSupportedException>(
            () => ProtocolCatalog.Find(name)!.ListenAsync(Settings("quiche"), Limits.Token()).Limited());

        Assert.Equal("there is no QUIC backend 'quiche'; there are ngtcp2 and msquic", error.Message);
    }

    [Theory]
    [InlineData("7f00-7f01 r-xp 00000000 fe:00 42    /usr/lib/x86_64-linux-gnu/libmsquic.so.2.5.10", "msquic 2.5.10")]
    [InlineData("7f00-7f01 r-xp 00000000 fe:00 42    /opt/a b/libmsquic.so.2", "msquic 2")]
    [InlineData("7f00-7f01 r-xp 00000000 fe:00 42    /opt/libmsquic.so", "msquic")]
    [InlineData("7f00-7f01 rw-p 00000000 00:00 0     [stack]", "msquic")]
    public void The_version_is_in_the_name_of_the_mapped_file(string mapping, string version) => Assert.Equal(
        version, MsquicSupport.VersionIn(["7f00-7f01 r-xp 00000000 fe:00 7    /usr/lib/x86_64-linux-gnu/libc.so.6", mapping]));

    private EndpointSettings Settings(string backend) => new()
    {
        EndPoint = new IPEndPoint(IPAddress.Loopback, 0),
        Tls = _identity,
        Quic = new QuicSettings { Backend = backend },
    };
}
