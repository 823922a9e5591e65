using System.Net;
using System.Net.Sockets;
using ProtoBench.Contract.Tls;
using ProtoBench.Load.Loops;
using ProtoBench.Machine.Sockets;
using Xunit;

namespace ProtoBench.Tests.Load;

public sealed class TrialPathTests
{
    [Fact]
    public void What_a_trial_crosses_follows_from_where_its_server_listens()
    {
        var far = new IPEndPoint(IPAddress.Parse("10.0.0.2"), 9000);

        Assert.Equal(TrialPath.Network, TrialPaths.Of(overLink: false, far));
        Assert.Equal(TrialPath.Link, TrialPaths.Of(overLink: true, far));
        Assert.Equal(TrialPath.Loopback, TrialPaths.Of(overLink: false, new IPEndPoint(IPAddress.Loopback, 9000)));
        Assert.Equal(TrialPath.Loopback, TrialPaths.Of(overLink: false, new IPEndPoint(IPAddress.IPv6Loopback, 9000)));
        Assert.Equal(TrialPath.Loopback, TrialPaths.Of(overLink: false, new UnixDomainSocketEndPoint("s")));
    }

    [Fact]
    public void What_a_closed_connection_sent_again_stays_in_the_total()
    {
        var own = new OwnRetransmissions();

        Assert.Equal(5, own.Take(new() { [7] = 2, [8] = 3 }));
        Assert.Equal(9, own.Take(new() { [7] = 6, [8] = 3 }));
        Assert.Equal(9, own.Take(new() { [8] = 3 }));

        // The descriptor is another connection's now, which has sent one segment again.
        Assert.Equal(10, own.Take(new() { [8] = 3, [7] = 1 }));
        Assert.Equal(11, own.Take(new() { [8] = 1, [7] = 1 }));
        Assert.Equal(11, own.Take([]));
    }

    [Fact]
    public void A_certificate_holds_for_clients_whose_clock_is_hours_behind()
    {
        using var identity = TlsIdentity.Create(address: IPAddress.Parse("10.0.0.2"));

        Assert.True(identity.Certificate.NotBefore.ToUniversalTime() < DateTime.UtcNow.AddHours(-23));
        Assert.True(identity.Certificate.MatchesHostname("10.0.0.2"));
    }
}
