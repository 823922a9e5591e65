using System.Net.Sockets;
using ProtoBench.Load.Loops;
using Xunit;

namespace ProtoBench.Tests.Load;

public sealed class ExchangeFailureTests
{
    [Fact]
    public void Ports_used_up_are_named_with_their_remedy()
    {
        var error = new SocketException((int)SocketError.AddressNotAvailable);

        var text = ExchangeFailure.Describe(new IOException($"cannot connect to 127.0.0.1:1: {error.Message}", error));

        Assert.StartsWith(
            "cannot connect to 127.0.0.1:1: Cannot assign requested address: all local ports are used up", text, StringComparison.Ordinal);
        Assert.Contains("net.ipv4.ip_local_port_range", text, StringComparison.Ordinal);
        Assert.Contains("net.ipv4.tcp_tw_reuse=1", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_used_up_are_named_with_their_remedy() =>
        Assert.Contains(
            "ulimit -n", ExchangeFailure.Describe(new SocketException((int)SocketError.TooManyOpenSockets)), StringComparison.Ordinal);

    [Theory]
    [InlineData(500, "time-out: no complete response within 500 ms to a request of 64 bytes for 1000 bytes")]
    [InlineData(2500, "time-out: no complete response within 2.5 s to a request of 64 bytes for 1000 bytes")]
    public void A_time_out_is_called_one_with_its_limit(int milliseconds, string text) =>
        Assert.Equal(text, ExchangeFailure.DescribeTimeOut(TimeSpan.FromMilliseconds(milliseconds), 64, 1000));

    [Fact]
    public void A_cause_that_the_message_quotes_is_not_said_twice() =>
        Assert.Equal("broken: pipe", ExchangeFailure.Describe(new IOException("broken: pipe", new IOException("pipe"))));
}
