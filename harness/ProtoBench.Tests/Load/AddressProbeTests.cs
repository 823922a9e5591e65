using System.Net;
using System.Net.Sockets;
using ProtoBench.Machine.Sockets;
using Xunit;

namespace ProtoBench.Tests.Load;

[Trait(Lane.Name, Lane.Waiting)]
public sealed class AddressProbeTests
{
    [Fact]
    public async Task Sockets_that_a_server_closed_first_keep_its_address_from_who_does_not_reuse_it()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var address = (IPEndPoint)listener.LocalEndPoint!;
        using (var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            await client.ConnectAsync(address);
            using (var accepted = await listener.AcceptAsync())
            {
                accepted.Close();
            }

            // Its end has come, so the server's socket waits for the client's; then it is in TIME_WAIT.
            Assert.Equal(0, await client.ReceiveAsync(new byte[1]));
        }

        listener.Close();

        Assert.True(AddressProbe.IsKept(address));
    }

    [Fact]
    public void An_address_of_whom_nobody_was_connected_to_is_free()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var address = (IPEndPoint)listener.LocalEndPoint!;

        Assert.True(AddressProbe.IsKept(address));
        listener.Close();
        Assert.False(AddressProbe.IsKept(address));
    }
}
