using System.Net;
using System.Net.Sockets;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Machine.Paths;

/// <summary>Connects to ports where a <see cref="PathEcho"/> answers, all at once.</summary>
internal static class PortTrial
{
    // A first packet that is lost is sent again after a second (RFC 6298, 2.1); one that a firewall drops is never answered.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan DatagramLimit = TimeSpan.FromMilliseconds(500);
    private const int Datagrams = 3;
    private const string Silence = "no answer";

    public static async Task<IReadOnlyList<PortReach>> TryAsync(
        IPAddress address, IReadOnlyList<int> ports, CancellationToken cancellationToken) =>
        await Task.WhenAll(ports.Select(async port =>
        {
            var end = new IPEndPoint(address, port);
            var (tcp, udp) = (TcpAsync(end, cancellationToken), UdpAsync(end, cancellationToken));
            return new PortReach(port, await tcp.ConfigureAwait(false), await udp.ConfigureAwait(false));
        })).ConfigureAwait(false);

    private static Task<string?> TcpAsync(IPEndPoint end, CancellationToken cancellationToken) => WhyNotAsync(
        async token =>
        {
            using var socket = new Socket(end.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(end, token).ConfigureAwait(false);
            var message = new byte[1 + PathProtocol.MessageBytes];
            message[0] = PathProtocol.Echo;
            await socket.SendAsync(message, token).ConfigureAwait(false);
            var stream = new NetworkStream(socket);
            await using (stream.ConfigureAwait(false))
            {
                await stream.ReadExactlyAsync(message.AsMemory(1), token).ConfigureAwait(false);
            }

            return true;
        },
        Limit,
        cancellationToken);

    private static async Task<string?> UdpAsync(IPEndPoint end, CancellationToken cancellationToken)
    {
        using var socket = new Socket(end.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        var why = await WhyNotAsync(
            token =>
            {
                socket.Connect(end);
                return Task.FromResult(true);
            },
            Limit,
            cancellationToken).ConfigureAwait(false);

        // A datagram may be lost; three in a row are not.
        for (var i = 0; i < Datagrams; i++)
        {
            var last = why;
            why = await WhyNotAsync(
                async token =>
                {
                    var message = new byte[PathProtocol.MessageBytes];
                    await socket.SendAsync(message, token).ConfigureAwait(false);
                    return await socket.ReceiveAsync(message, token).ConfigureAwait(false) > 0;
                },
                DatagramLimit,
                cancellationToken).ConfigureAwait(false);
            if (why is null)
            {
                return null;
            }

            why = last is null or Silence ? why : last;
        }

        return why;
    }

    private static async Task<string?> WhyNotAsync(
        Func<CancellationToken, Task<bool>> attempt, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        over.CancelAfter(limit);
        try
        {
            return await attempt(over.Token).ConfigureAwait(false) ? null : Silence;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Silence;
        }
        catch (SocketException error)
        {
            return error.Message;
        }
        catch (IOException)
        {
            return "the connection was closed";
        }
    }
}
