using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ProtoBench.Contract;
using ProtoBench.Protocols.Shared.MessageStreams;

namespace ProtoBench.Protocols.Udp;

/// <summary>All flows of a server, by the client's address. Its datagrams are taken by the receiving thread alone.</summary>
internal sealed class ServerFlows(Socket socket, EndpointSettings settings) : IAsyncDisposable
{
    /// <summary>A client that says nothing for so long is gone.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<SocketAddress, DatagramFlow> _flows = new();
    private readonly ConcurrentDictionary<DatagramFlow, Task> _running = new();
    private readonly CancellationTokenSource _over = new();

    /// <summary>Handles a flow's datagram; true: it was one. The answer is to be sent, if there is any.</summary>
    public bool Take(DatagramHeader header, ReadOnlySpan<byte> payload, SocketAddress client, out DatagramHeader? answer)
    {
        answer = null;
        switch (header.Kind)
        {
            case DatagramKind.FlowOpen:
                // A repeated one must not begin again: the answer to the first may have been lost.
                if (!_flows.TryGetValue(client, out var known) || known.Id != header.Id)
                {
                    Open(Copy(client), header.Id, Encoding.UTF8.GetString(payload));
                }

                answer = new DatagramHeader(DatagramKind.FlowOpened, 0, header.Id);
                return true;
            case DatagramKind.FlowMessage or DatagramKind.FlowEnd:
                if (_flows.TryGetValue(client, out var flow))
                {
                    flow.Take(header, payload);
                }

                return true;
            default:
                return false;
        }
    }

    /// <summary>Ends all flows; their socket must be disposed already.</summary>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync().ConfigureAwait(false);
        foreach (var flow in _running.Keys)
        {
            flow.Fail(new IOException("the server is disposed"));
        }

        await Task.WhenAll(_running.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _over.Dispose();
    }

    private void Open(SocketAddress client, long id, string name)
    {
        var flow = new DatagramFlow(new DatagramPath(socket, client, settings), id);
        if (_flows.TryGetValue(client, out var former))
        {
            former.Fail(new IOException("the client has opened another flow"));
        }

        _flows[client] = flow;
        _running[flow] = Task.Run(() => RunAsync(flow, client, name));
    }

    private async Task RunAsync(DatagramFlow flow, SocketAddress client, string name)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(_over.Token);
        var watching = WatchAsync(flow, gone);
        await ApplicationHost.RunAsync(settings.Applications, name, flow, flow.FailAsync, gone.Token).ConfigureAwait(false);
        await gone.CancelAsync().ConfigureAwait(false);
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _flows.TryRemove(KeyValuePair.Create(client, flow));
        _running.TryRemove(flow, out _);
    }

    private static async Task WatchAsync(DatagramFlow flow, CancellationTokenSource gone)
    {
        while (!gone.IsCancellationRequested)
        {
            await Task.Delay(Look, gone.Token).ConfigureAwait(false);
            if (Environment.TickCount64 - flow.HeardAt > Patience.TotalMilliseconds)
            {
                await gone.CancelAsync().ConfigureAwait(false);
            }
        }
    }

    // The address a datagram came from is overwritten by the next one.
    private static SocketAddress Copy(SocketAddress address)
    {
        var copy = new SocketAddress(address.Family, address.Size);
        address.Buffer.Span[..address.Size].CopyTo(copy.Buffer.Span);
        return copy;
    }
}
