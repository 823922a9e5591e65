using System.Net.Sockets;
using ProtoBench.Contract;
using ProtoBench.Protocols.Shared.Exchanges;
using ProtoBench.Protocols.Shared.MessageStreams;
using ProtoBench.Protocols.StreamSockets;

namespace ProtoBench.Protocols.Udp;

/// <summary>
/// The client's end: a socket connected to the server's address, so that the kernel drops what others send and reports a closed port.
/// </summary>
internal abstract class UdpConnection : IDatagramConnection, IDatagramFlowConnection
{
    // Tells the transfers of all connections of a client machine apart, also when a port is used again.
    private static long _transfers = (long)Environment.ProcessId << 32;

    /// <summary>Batches that are taken before others get the thread.</summary>
    protected const int BatchesPerTurn = 64;

    private const int FlowAttempts = 10;

    private static readonly TimeSpan FlowLimit = TimeSpan.FromMilliseconds(200);

    private readonly EndpointSettings _settings;
    private long _lateReplies;
    private long _duplicateReplies;
    private volatile string? _broken;
    private volatile IBulkListener? _transfer;
    private DatagramBatch? _batch;

    protected UdpConnection(Socket socket, EndpointSettings settings)
    {
        _settings = settings;
        Socket = socket;
        Path = new DatagramPath(socket, destination: null, settings);
        Facts = SocketTuning.Describe(socket, new ConnectionFacts
        {
            Protocol = "UDP",
            Client = $".NET {Environment.Version} Socket",
            Io = settings.Io,
            More = new Dictionary<string, string> { [Segmentation.FactName] = Segmentation.Told(settings) },
        });
    }

    public ConnectionFacts Facts { get; }

    public long LateReplies => Volatile.Read(ref _lateReplies);

    public long DuplicateReplies => Volatile.Read(ref _duplicateReplies);

    protected Socket Socket { get; }

    protected DatagramPath Path { get; }

    protected ExchangePlaces<ExchangeSlot> Slots { get; } = new(index => new ExchangeSlot(index));

    protected byte[] Received { get; } = new byte[64 * 1024];

    public abstract ValueTask ExchangeAsync(ReadOnlyMemory<byte> request, int responseBytes, CancellationToken cancellationToken);

    public async ValueTask<TransferTotals> DownloadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken)
    {
        MessageLimits.Check(transfer, DatagramHeader.LargestPayload);
        Segmentation.Join(Socket, _settings, true);
        var download = new ClientDownload(Path, transfer, Interlocked.Increment(ref _transfers), _settings.VerifyContent);
        Begin(download);
        var totals = await download.RunAsync(stop, cancellationToken).ConfigureAwait(false);
        Interlocked.Add(ref _duplicateReplies, download.Duplicates);
        return totals;
    }

    public async ValueTask<TransferTotals> UploadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken)
    {
        MessageLimits.Check(transfer, DatagramHeader.LargestPayload);
        var upload = new ClientUpload(Path, transfer, Interlocked.Increment(ref _transfers));
        Begin(upload);

        // Sending datagrams rarely waits, so the caller would be held up until the transfer is over.
        return await Task.Factory.StartNew(
            () => upload.RunAsync(stop, cancellationToken),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap().ConfigureAwait(false);
    }

    public async ValueTask<IMessageStream> OpenFlowAsync(string application, CancellationToken cancellationToken)
    {
        ApplicationHost.Check(application);
        var name = System.Text.Encoding.UTF8.GetBytes(application);
        var opening = new byte[DatagramHeader.Bytes + name.Length];
        var flow = new DatagramFlow(Path, Interlocked.Increment(ref _transfers));
        new DatagramHeader(DatagramKind.FlowOpen, 0, flow.Id).Write(opening);
        name.CopyTo(opening, DatagramHeader.Bytes);
        Begin(flow);
        for (var attempt = 0; attempt < FlowAttempts; attempt++)
        {
            await Path.SendAsync(opening).ConfigureAwait(false);
            try
            {
                await flow.Opened.WaitAsync(FlowLimit, cancellationToken).ConfigureAwait(false);
                return flow;
            }
            catch (TimeoutException)
            {
                // Lost, or nobody there: ask again.
            }
        }

        throw new IOException($"no answer to {FlowAttempts} datagrams that open a flow");
    }

    public async ValueTask DisposeAsync()
    {
        _broken ??= "this connection was closed; open another one";
        Socket.Dispose();
        await WhenReceivingEndsAsync().ConfigureAwait(false);
    }

    /// <summary>Sees to it that transfers get their datagrams.</summary>
    protected abstract void StartReceiving();

    protected abstract Task WhenReceivingEndsAsync();

    protected void ThrowIfBroken()
    {
        if (_broken is { } reason)
        {
            throw new IOException(reason);
        }
    }

    /// <summary>Nothing more will be received: ends everything that is under way.</summary>
    protected void Break(Exception error)
    {
        _broken ??= $"no datagrams to {_settings.EndPoint}: {error.Message}";
        IOException Reason() => new(_broken, error);
        Slots.ForEach(slot => slot.Fail(Reason()));
        _transfer?.Fail(Reason());
    }

    /// <summary>
    /// Takes all that waits, in as few calls as possible, where a transfer may have filled the socket. False: there may be more.
    /// </summary>
    protected bool Drain(int most)
    {
        if (_transfer is not ClientDownload)
        {
            return true;
        }

        _batch ??= new DatagramBatch([]);
        for (var batches = 0; batches < most; batches++)
        {
            var count = _batch.Receive(Socket);
            if (count == 0)
            {
                return true;
            }

            for (var i = 0; i < count; i++)
            {
                Dispatch(_batch[i]);
            }
        }

        return false;
    }

    /// <summary>Receiving has ended.</summary>
    protected void EndDraining() => _batch?.Dispose();

    /// <summary>Gives a received datagram to whom it belongs.</summary>
    protected void Dispatch(ReadOnlySpan<byte> datagram)
    {
        if (!DatagramHeader.TryRead(datagram, out var header))
        {
            return;
        }

        var payload = datagram[DatagramHeader.Bytes..];
        if (_transfer is { } transfer)
        {
            transfer.Take(header, payload);
            return;
        }

        switch (header.Kind)
        {
            case DatagramKind.Reply:
                Count(Slots.Find(header.Id)?.TakeReply(header.Id, payload, _settings.VerifyContent));
                break;
            case DatagramKind.Refusal:
                Slots.Find(header.Id)?.Fail(
                    header.Id, new BadResponseException("the server refused the request: its content was not what was agreed on"));
                break;
        }
    }

    private void Count(ReplyFate? fate)
    {
        switch (fate)
        {
            case ReplyFate.Late:
                Interlocked.Increment(ref _lateReplies);
                break;
            case ReplyFate.Duplicate:
                Interlocked.Increment(ref _duplicateReplies);
                break;
        }
    }

    private void Begin(IBulkListener transfer)
    {
        ThrowIfBroken();
        _transfer = transfer;
        StartReceiving();
        if (_broken is { } reason)
        {
            transfer.Fail(new IOException(reason));
        }
    }
}
