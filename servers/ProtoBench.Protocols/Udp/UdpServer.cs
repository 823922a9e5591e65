using System.Net;
using System.Net.Sockets;
using ProtoBench.Contract;
using ProtoBench.Contract.Duplicates;
using ProtoBench.Protocols.Shared.BlockingSockets;

namespace ProtoBench.Protocols.Udp;

/// <summary>Answers datagrams from anywhere on one socket, one after the other as they come.</summary>
internal sealed class UdpServer : IProtocolServer
{
    // Nothing here waits while datagrams come, and others need this thread of the pool too.
    private const int BatchesPerTurn = 64;

    private readonly Socket _socket;
    private readonly EndpointSettings _settings;
    private readonly ServerTransfers _transfers;
    private readonly ServerFlows _flows;
    private readonly ServerWork _work;
    private readonly Task _receiving;

    // The payload of a reply is always the same, so it is written once; only the header changes.
    private readonly byte[] _reply = new byte[DatagramHeader.Bytes + DatagramHeader.LargestPayload];
    private readonly byte[] _request = new byte[64 * 1024];
    private DatagramBatch? _batch;
    private volatile bool _disposed;

    /// <param name="socket">Bound; owned by the new server.</param>
    /// <param name="settings">As given to <see cref="IProtocol.ListenAsync"/>.</param>
    public UdpServer(Socket socket, EndpointSettings settings)
    {
        _socket = socket;
        _settings = settings;
        _work = new ServerWork(settings.ServerWork, settings.Requests);
        _transfers = new ServerTransfers(socket, settings, Uploads);
        _flows = new ServerFlows(socket, settings);
        EndPoint = socket.LocalEndPoint!;
        Payload.Fill(_reply.AsSpan(DatagramHeader.Bytes));
        _receiving = settings.Io == IoMode.Blocking
            ? Task.Factory.StartNew(Receive, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            : ReceiveAsync();
    }

    public EndPoint EndPoint { get; }

    public string? Software { get; } = $".NET {Environment.Version} Socket";

    public TransferMeter Uploads { get; } = new();

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _socket.Dispose();
        await _receiving.ConfigureAwait(false);
        await _transfers.EndAsync().ConfigureAwait(false);
        await _flows.DisposeAsync().ConfigureAwait(false);
    }

    // Waits in the system calls themselves. Disposing ends that (HeldSocket).
    private void Receive()
    {
        // As in ReceiveAsync.
        using var socket = _socket;
        try
        {
            using var held = new HeldSocket(socket.SafeHandle);
            var client = new SocketAddress(socket.AddressFamily);
            var most = HeldSocket.CanRunAlone ? HeldSocket.AnswersBeforeAlone : long.MaxValue;
            while (!_disposed)
            {
                // What is no request may open, wait for and start anything, which is not for a thread that knows one socket.
                var other = AnswerRequests(held, client, most);
                if (other is null)
                {
                    held.RunAlone((in HeldSocket socket) => other = AnswerRequests(socket, client, long.MaxValue));
                }

                AnswerOther(held, _request.AsSpan(0, other!.Value), client);
            }
        }
        catch (Exception error) when (_disposed && error is SocketException or ObjectDisposedException)
        {
            // Disposing ends the wait for datagrams.
        }
        finally
        {
            _batch?.Dispose();
        }
    }

    /// <summary>Answers requests until a datagram comes that is none: its length. Null after <paramref name="most"/> requests.</summary>
    private int? AnswerRequests(in HeldSocket held, SocketAddress client, long most)
    {
        for (var answers = 0L; answers < most; answers++)
        {
            // Of its own, so that the runtime replaces it by faster code while this loop goes on.
            if (AnswerRequest(held, client) is { } other)
            {
                return other;
            }
        }

        return null;
    }

    private int? AnswerRequest(in HeldSocket held, SocketAddress client)
    {
        var length = held.Receive(_request, client);
        var datagram = _request.AsSpan(0, length);
        if (!DatagramHeader.TryRead(datagram, out var header) || header.Kind != DatagramKind.Request)
        {
            return length;
        }

        held.TrySend(Reply(header, datagram[DatagramHeader.Bytes..]).Span, client);
        return null;
    }

    private void AnswerOther(in HeldSocket held, ReadOnlySpan<byte> datagram, SocketAddress client)
    {
        var answer = Answer(datagram, client);
        if (!answer.IsEmpty)
        {
            // Where there is no way to this client (any more), the datagram is lost and the others are not.
            held.TrySend(answer.Span, client);
        }

        if (_transfers.IsReceiving)
        {
            // Has ended when it returns.
            DrainAsync(client).AsTask().GetAwaiter().GetResult();
        }
    }

    private async Task ReceiveAsync()
    {
        // Should receiving fail for good, closed is better than open and deaf: clients then get ECONNREFUSED.
        using var socket = _socket;
        var client = new SocketAddress(socket.AddressFamily);
        try
        {
            while (true)
            {
                var received = await socket.ReceiveFromAsync(_request.AsMemory(), SocketFlags.None, client, CancellationToken.None)
                    .ConfigureAwait(false);
                var answer = Answer(_request.AsSpan(0, received), client);
                if (!answer.IsEmpty)
                {
                    await SendAsync(answer, client).ConfigureAwait(false);
                }

                if (_transfers.IsReceiving)
                {
                    await DrainAsync(client).ConfigureAwait(false);
                }
            }
        }
        catch (Exception error) when (_disposed && error is SocketException or ObjectDisposedException)
        {
            // Disposing ends the wait for datagrams.
        }
        finally
        {
            _batch?.Dispose();
        }
    }

    // While an upload comes, many datagrams wait at once: they are taken in as few calls as possible.
    private async ValueTask DrainAsync(SocketAddress client)
    {
        _batch ??= new DatagramBatch([]);
        for (var batches = 1; _batch.Receive(_socket) is > 0 and var count; batches++)
        {
            for (var i = 0; i < count; i++)
            {
                _batch.CopyAddress(i, client);
                var answer = Answer(_batch[i], client);
                if (!answer.IsEmpty)
                {
                    await SendAsync(answer, client).ConfigureAwait(false);
                }
            }

            if (batches % BatchesPerTurn == 0 && _settings.Io == IoMode.Async)
            {
                await Task.Yield();
            }
        }
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> answer, SocketAddress client)
    {
        try
        {
            if (_settings.Io == IoMode.Blocking)
            {
                _socket.SendTo(answer.Span, SocketFlags.None, client);
            }
            else
            {
                await _socket.SendToAsync(answer, SocketFlags.None, client, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (SocketException) when (!_disposed)
        {
            // There is no way to this client (any more). As everywhere on the path, the datagram is lost and the others are not.
        }
    }

    private ReadOnlyMemory<byte> Answer(ReadOnlySpan<byte> datagram, SocketAddress client)
    {
        if (!DatagramHeader.TryRead(datagram, out var header))
        {
            return default;
        }

        var payload = datagram[DatagramHeader.Bytes..];
        if (header.Kind == DatagramKind.Request)
        {
            return Reply(header, payload);
        }

        if (_flows.Take(header, payload, client, out var opened))
        {
            return opened is { } answered ? WithoutPayload(answered) : default;
        }

        return _transfers.Take(header, payload, client) is var (answer, counts) ? WithCounts(answer, counts) : default;
    }

    private ReadOnlyMemory<byte> Reply(DatagramHeader header, ReadOnlySpan<byte> payload)
    {
        _work.TryDo(_work.ReadsIds ? RequestId.Read(payload) : default);
        var reply = IsAsAgreed(payload)
            ? header with { Kind = DatagramKind.Reply }
            : new DatagramHeader(DatagramKind.Refusal, 0, header.Id);
        reply.Write(_reply);
        return _reply.AsMemory(0, DatagramHeader.Bytes + reply.Argument);
    }

    private static byte[] WithoutPayload(DatagramHeader header)
    {
        var answer = new byte[DatagramHeader.Bytes];
        header.Write(answer);
        return answer;
    }

    private static byte[] WithCounts(DatagramHeader header, BulkCounts counts)
    {
        var answer = new byte[DatagramHeader.Bytes + BulkCounts.WireBytes];
        header.Write(answer);
        counts.Write(answer.AsSpan(DatagramHeader.Bytes));
        return answer;
    }

    private bool IsAsAgreed(ReadOnlySpan<byte> payload)
    {
        try
        {
            Payload.VerifyIf(_settings.VerifyContent, payload);

            return true;
        }
        catch (BadResponseException)
        {
            return false;
        }
    }
}
