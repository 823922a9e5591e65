using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ProtoBench.Load.Children;
using ProtoBench.Machine;
using ProtoBench.Model.Scenarios;
using ProtoBench.Protocols;
using Xunit;

namespace ProtoBench.Tests.Trials.Children;

/// <summary>Servers that may have some ports only, as behind a firewall.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class ServerPortsTests
{
    public static TheoryData<string> Protocols => new(
        ProtocolCatalog.All.Where(protocol => protocol is { UnsupportedReason: null, Traits.LocalOnly: false }).Select(
            protocol => protocol.Name));

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_server_takes_the_port_of_its_range_that_nobody_has(string protocol)
    {
        var ports = Range(3);
        using var stream = Listening(ports.First);
        using var datagrams = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        datagrams.Bind(new IPEndPoint(IPAddress.Loopback, ports.Last));

        var ready = Assert.IsType<Ready>(await AnswerAsync(protocol, ports));

        Assert.Equal($"127.0.0.1:{ports.First + 1}", ready.EndPoint);
    }

    [Fact]
    public async Task A_range_without_a_free_port_is_told()
    {
        var ports = Range(1);
        using var stream = Listening(ports.First);

        var failed = Assert.IsType<Failed>(await AnswerAsync("tcp", ports));

        Assert.Contains(
            $"none of the ports {ports.First} to {ports.First} is free at 127.0.0.1", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_of_another_host_is_told()
    {
        // TEST-NET-1 (RFC 5737): nobody has it.
        var failed = Assert.IsType<Failed>(await AnswerAsync("tcp", new ServerPorts(20_000, 20_001), "192.0.2.1:0"));

        Assert.Contains("192.0.2.1 is no address of this host", failed.Reason, StringComparison.Ordinal);
    }

    private static async Task<ChildMessage> AnswerAsync(string protocol, ServerPorts ports, string at = "127.0.0.1:0")
    {
        using var child = Process.Start(new ProcessStartInfo(Executables.Peer, ["serve", "--stdio"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var arm = new Arm { Label = protocol, Protocol = protocol, Tls = ProtocolCatalog.Find(protocol)!.Traits.RequiresTls };
            await child.StandardInput.WriteLineAsync(ChildJson.Write(new ServeOrder(arm, at, Ports: ports)));
            await child.StandardInput.FlushAsync();
            Assert.IsType<Hello>(ChildJson.Read((await child.StandardOutput.ReadLineAsync().WaitAsync(Patience.Limit))!));
            return ChildJson.Read((await child.StandardOutput.ReadLineAsync().WaitAsync(Patience.Limit))!);
        }
        finally
        {
            child.Kill();
        }
    }

    // So many ports in a row that are free now; the kernel gives out those from 32768 on (ip_local_port_range), so nobody is given these.
    private static ServerPorts Range(int count)
    {
        for (var first = Random.Shared.Next(12_000, 30_000); ; first = Random.Shared.Next(12_000, 30_000))
        {
            try
            {
                for (var port = first; port < first + count; port++)
                {
                    using var stream = Listening(port);
                    using var datagrams = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
                    datagrams.Bind(new IPEndPoint(IPAddress.Loopback, port));
                }

                return new ServerPorts(first, first + count - 1);
            }
            catch (SocketException)
            {
                // Somebody has one of them.
            }
        }
    }

    private static Socket Listening(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen(1);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
