using System.Collections.Concurrent;
using System.Text;
using ProtoBench.Contract;
using ProtoBench.Protocols.Shared.MessageStreams;

namespace ProtoBench.Protocols.ReliableUdp;

/// <summary>The server's end of one connection: answers requests, and serves the streams that the client opens.</summary>
internal sealed class ServedClient : IChannelUser
{
    private readonly EndpointSettings _settings;
    private readonly TransferMeter _uploads;
    private readonly ServerWork _work;
    private readonly CancellationToken _ending;
    private readonly Action<ServedClient> _forget;
    private readonly ConcurrentDictionary<long, ReliableStream> _streams = new();
    private readonly ConcurrentDictionary<long, Task> _serving = new();

    // Within the channel's gate.
    private readonly Stack<ReplyMessage> _replies = new();

    // The receiving thread's: payload bytes of requests that have not come whole, and streams whose opening is still on its way.
    private readonly Dictionary<long, int> _partly = [];
    private readonly HashSet<long> _unopened = [];
    private long _highest;

    /// <param name="path">To the client.</param>
    /// <param name="connection">Chosen by the client.</param>
    /// <param name="settings">As given to <see cref="IProtocol.ListenAsync"/>.</param>
    /// <param name="uploads">Counts upload payload as it arrives.</param>
    /// <param name="forget">Called when the connection is over.</param>
    /// <param name="ending">Signalled when the server is disposed.</param>
    public ServedClient(
        PacketPath path,
        uint connection,
        EndpointSettings settings,
        TransferMeter uploads,
        Action<ServedClient> forget,
        CancellationToken ending)
    {
        (_settings, _uploads, _forget, _ending) = (settings, uploads, forget, ending);
        _work = new ServerWork(settings.ServerWork);
        Channel = new ReliableChannel(path, connection, this);
    }

    public ReliableChannel Channel { get; }

    /// <summary>What still serves its streams.</summary>
    public Task Serving => Task.WhenAll(_serving.Values);

    public void Take(in MessageHeader header, ReadOnlySpan<byte> payload)
    {
        switch (header.Kind)
        {
            case MessageKind.Request:
                TakeRequest(header, payload);
                break;
            case MessageKind.OpenMessages or MessageKind.OpenDownload or MessageKind.OpenUpload:
                Open(header, Encoding.ASCII.GetString(payload));
                break;
            case MessageKind.Bytes or MessageKind.End or MessageKind.GiveUp or MessageKind.Credit:
                Find(header.Id)?.Take(header, payload);
                break;
        }
    }

    public void OnBroken(Exception reason)
    {
        _forget(this);
        foreach (var stream in _streams.Values)
        {
            stream.Fail(reason);
        }
    }

    private void TakeRequest(in MessageHeader header, ReadOnlySpan<byte> payload)
    {
        try
        {
            Payload.VerifyIf(_settings.VerifyContent, payload, header.Offset);
        }
        catch (BadResponseException)
        {
            _partly.Remove(header.Id);
            Channel.SendIfPossible(new SmallMessage(new MessageHeader(MessageKind.Refusal, header.Id)));
            return;
        }

        if (payload.Length < header.Total)
        {
            var arrived = _partly.GetValueOrDefault(header.Id) + payload.Length;
            if (arrived < header.Total)
            {
                _partly[header.Id] = arrived;
                return;
            }

            _partly.Remove(header.Id);
        }

        _work.Do();
        ReplyMessage? reply;
        lock (Channel.Gate)
        {
            reply = _replies.TryPop(out var free) ? free : new ReplyMessage(_replies);
        }

        Channel.SendIfPossible(reply.For(header.Id, header.Argument));
    }

    private void Open(MessageHeader header, string name)
    {
        // What its bytes have overtaken has made the stream already.
        if (Find(header.Id) is not { } stream || !_unopened.Remove(header.Id))
        {
            return;
        }

        var known = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _serving[header.Id] = Task.Run(async () =>
        {
            await known.Task.ConfigureAwait(false);
            await ServeAsync(stream, header, name).ConfigureAwait(false);
            _serving.TryRemove(header.Id, out _);
        });
        known.SetResult();
    }

    private ReliableStream? Find(long id)
    {
        for (; _highest < id; _highest++)
        {
            _unopened.Add(_highest + 1);
        }

        if (_streams.TryGetValue(id, out var stream) || !_unopened.Contains(id))
        {
            return stream;
        }

        stream = new ReliableStream(Channel, id, finished => _streams.TryRemove(finished, out _));
        _streams[id] = stream;
        return stream;
    }

    private async Task ServeAsync(ReliableStream stream, MessageHeader header, string name)
    {
        if (header.Kind == MessageKind.OpenMessages)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(_ending, stream.Over);
            var messages = new FramedMessageStream(stream);
            await ApplicationHost.RunAsync(_settings.Applications, name, messages, messages.FailAsync, over.Token).ConfigureAwait(false);
            return;
        }

        await using (stream.ConfigureAwait(false))
        {
            try
            {
                await (header.Kind == MessageKind.OpenDownload ? DownloadAsync(stream, header) : UploadAsync(stream)).ConfigureAwait(false);
            }
            catch (Exception error) when (error is IOException or BadResponseException)
            {
                // The client broke off or sent what was not agreed on. It learns that from its stream.
                stream.Abort();
            }
        }
    }

    private static async Task DownloadAsync(ReliableStream stream, MessageHeader header)
    {
        var transfer = new Transfer { MessageBytes = header.Argument, TotalBytes = header.Offset, Meter = new TransferMeter() };
        await ReliableTransfers.SendAsync(stream, transfer, CancellationToken.None).ConfigureAwait(false);
        await stream.FinishAsync().ConfigureAwait(false);
    }

    private async Task UploadAsync(ReliableStream stream)
    {
        var received = await ReliableTransfers.ReceiveAsync(stream, long.MaxValue, _uploads, _settings.VerifyContent).ConfigureAwait(false);
        await ReliableTransfers.SendCountAsync(stream, received).ConfigureAwait(false);
    }
}
