using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using ProtoBench.Contract;
using ProtoBench.Contract.Duplicates;
using ProtoBench.Protocols.Shared;
using ProtoBench.Protocols.Shared.BlockingSockets;
using ProtoBench.Protocols.Shared.MessageStreams;
using ProtoBench.Protocols.Shared.Payloads;

namespace ProtoBench.Protocols.StreamSockets;

/// <summary>The server's end of one byte stream: answers requests until the client is gone.</summary>
/// <param name="channel">The stream.</param>
/// <param name="uploads">Counts upload payload as it arrives.</param>
/// <param name="settings">As given to <see cref="IProtocol.ListenAsync"/>.</param>
/// <param name="ending">Signalled when the server is disposed.</param>
internal sealed class StreamSession(ByteChannel channel, TransferMeter uploads, EndpointSettings settings, CancellationToken ending)
{
    private readonly bool _verifyContent = settings.VerifyContent;
    private readonly ServerWork _work = new(settings.ServerWork, settings.Requests);
    private readonly AnswerGate _gate = new();
    private readonly StreamBuffer _receiving = new();
    private byte[] _response = [];
    private int _start;
    private int _end;

    /// <summary>Returns when the client ended the stream properly.</summary>
    /// <exception cref="IOException">The stream broke.</exception>
    /// <exception cref="InvalidDataException">Something that is no client of this protocol has connected.</exception>
    /// <exception cref="BadResponseException">A request's content is wrong.</exception>
    /// <exception cref="ResetOnPurposeException">The connection is to be reset.</exception>
    public async Task RunAsync()
    {
        while (true)
        {
            if (channel is BlockingByteChannel blocking && !AnswerSmall(blocking))
            {
                await FinishAsync().ConfigureAwait(false);
                return;
            }

            if (!await FillAsync(RequestFrame.HeaderBytes).ConfigureAwait(false))
            {
                return;
            }

            if (!_gate.TryBegin())
            {
                // Its end has been sent already: an answer could not be.
                return;
            }

            var request = RequestFrame.Read(_receiving.Bytes.AsSpan(_start));
            _start += RequestFrame.HeaderBytes;
            switch (request.Kind)
            {
                case FrameKind.Download:
                    await SendDownloadAsync(request.Argument).ConfigureAwait(false);
                    return;
                case FrameKind.Upload:
                    await ReceiveUploadAsync().ConfigureAwait(false);
                    return;
                case FrameKind.Messages:
                    await RunApplicationAsync(request.PayloadBytes).ConfigureAwait(false);
                    return;
                default:
                    var id = _work.ReadsIds ? await PeekIdAsync(request.PayloadBytes).ConfigureAwait(false) : default;
                    await DropPayloadAsync(request.PayloadBytes).ConfigureAwait(false);
                    if (!_work.TryDo(id))
                    {
                        throw new ResetOnPurposeException();
                    }

                    await RespondAsync(request.Argument).ConfigureAwait(false);
                    break;
            }

            if (!_gate.TryWaitAgain())
            {
                await FinishAsync().ConfigureAwait(false);
                return;
            }
        }
    }

    /// <summary>Ends the stream from this side, behind the answer that is being given.</summary>
    public async Task EndAsync()
    {
        if (!_gate.Close())
        {
            return;
        }

        try
        {
            await channel.FinishSendingAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException)
        {
            // The client was first.
        }
    }

    /// <summary>
    /// Answers small requests on the calling thread, without the asynchronous methods around each of them, until one comes that is not
    /// small, or the stream ends. False: the session is being ended, and has given its last answer.
    /// </summary>
    private bool AnswerSmall(BlockingByteChannel blocking)
    {
        using var held = blocking.Hold();
        var goesOn = AnswerSmall(blocking, held, blocking.CanRunAlone ? HeldSocket.AnswersBeforeAlone : long.MaxValue);
        if (goesOn is null)
        {
            held.RunAlone((in HeldSocket socket) => goesOn = AnswerSmall(blocking, socket, long.MaxValue));
        }

        return goesOn!.Value;
    }

    /// <summary>The same, but null after <paramref name="most"/> answers.</summary>
    private bool? AnswerSmall(BlockingByteChannel blocking, in HeldSocket held, long most)
    {
        for (var answers = 0L; answers < most; answers++)
        {
            // A method of its own, so that the runtime replaces it by faster code while this loop goes on.
            if (AnswerOne(blocking, held) is not { } goesOn)
            {
                return true;
            }

            if (!goesOn)
            {
                return false;
            }
        }

        return null;
    }

    /// <returns>Null: what has come is left as it is. Otherwise it was answered: true when the session goes on.</returns>
    private bool? AnswerOne(BlockingByteChannel blocking, in HeldSocket held)
    {
        if (_start == _end)
        {
            (_start, _end) = (0, blocking.Receive(held, _receiving.Bytes));
        }

        var received = _receiving.Bytes.AsSpan(_start, _end - _start);
        if (received.Length < RequestFrame.HeaderBytes)
        {
            return null;
        }

        var request = RequestFrame.Read(received);
        if (request.Kind != FrameKind.Exchange
            || request.PayloadBytes > received.Length - RequestFrame.HeaderBytes
            || request.Argument > PayloadSource.LargestPieceBytes - RequestFrame.ResponseHeaderBytes
            || !_gate.TryBegin())
        {
            return null;
        }

        var payload = received.Slice(RequestFrame.HeaderBytes, request.PayloadBytes);
        Payload.VerifyIf(_verifyContent, payload);
        _start += RequestFrame.HeaderBytes + request.PayloadBytes;
        if (!_work.TryDo(_work.ReadsIds ? RequestId.Read(payload) : default))
        {
            throw new ResetOnPurposeException();
        }

        blocking.Send(held, FirstPiece(request.Argument).Span);
        return _gate.TryWaitAgain();
    }

    /// <summary>
    /// Sends the end and waits for the client's. Closing at once would answer what the client has sent meanwhile with a reset, which
    /// destroys the last answer where it has not been read yet (RFC 1122, 4.2.2.13).
    /// </summary>
    private async ValueTask FinishAsync()
    {
        await channel.FinishSendingAsync().ConfigureAwait(false);
        (_start, _end) = (0, 0);
        while (await FillAsync(1).ConfigureAwait(false))
        {
            _start = _end;
        }
    }

    /// <summary>Receives until <paramref name="wanted"/> bytes are there; false when the stream ends before the first of them.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> FillAsync(int wanted)
    {
        if (_end - _start < wanted)
        {
            _receiving.Bytes.AsSpan(_start, _end - _start).CopyTo(_receiving.Bytes);
            (_start, _end) = (0, _end - _start);
        }

        while (_end - _start < wanted)
        {
            var received = await channel.ReceiveAsync(_receiving.Bytes.AsMemory(_end), CancellationToken.None).ConfigureAwait(false);
            if (received == 0)
            {
                return _end == _start ? false : throw new EndOfStreamException("the client left in the middle of a request");
            }

            _end += received;
        }

        return true;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<RequestId> PeekIdAsync(int payloadBytes)
    {
        var wanted = Math.Min(payloadBytes, RequestId.Bytes);
        await FillAsync(wanted).ConfigureAwait(false);
        return RequestId.Read(_receiving.Bytes.AsSpan(_start, wanted));
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask DropPayloadAsync(int payloadBytes)
    {
        var seen = 0;
        while (true)
        {
            var available = Math.Min(_end - _start, payloadBytes - seen);
            Payload.VerifyIf(_verifyContent, _receiving.Bytes.AsSpan(_start, available), seen);
            seen += available;
            _start += available;
            if (seen == payloadBytes)
            {
                return;
            }

            // The buffer is empty here. Larger ones mean fewer system calls for the rest of this message and the whole of the next.
            (_start, _end) = (0, 0);
            _receiving.Reserve(RequestFrame.HeaderBytes + payloadBytes);
            if (!await FillAsync(1).ConfigureAwait(false))
            {
                throw new EndOfStreamException("the client left in the middle of a request");
            }
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask RespondAsync(int responseBytes)
    {
        var first = FirstPiece(responseBytes);
        await channel.SendAsync(first, CancellationToken.None).ConfigureAwait(false);
        var sent = first.Length - RequestFrame.ResponseHeaderBytes;
        while (sent < responseBytes)
        {
            var piece = PayloadSource.At(sent, responseBytes - sent);
            await channel.SendAsync(piece, CancellationToken.None).ConfigureAwait(false);
            sent += piece.Length;
        }
    }

    // Header and payload in one call; the payload after the header is always the same, so it is written once.
    private ReadOnlyMemory<byte> FirstPiece(int responseBytes)
    {
        var length = Math.Min(RequestFrame.ResponseHeaderBytes + responseBytes, PayloadSource.LargestPieceBytes);
        if (_response.Length < length)
        {
            _response = new byte[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)length)];
            Payload.Fill(_response.AsSpan(RequestFrame.ResponseHeaderBytes));
        }

        BinaryPrimitives.WriteInt32LittleEndian(_response, responseBytes);
        return _response.AsMemory(0, length);
    }

    private async ValueTask SendDownloadAsync(int messageBytes)
    {
        if (!await FillAsync(RequestFrame.TotalBytes).ConfigureAwait(false))
        {
            return;
        }

        var total = BinaryPrimitives.ReadInt64LittleEndian(_receiving.Bytes.AsSpan(_start));
        var transfer = new Transfer { MessageBytes = messageBytes, TotalBytes = total, Meter = new TransferMeter() };
        await BulkSender.SendAsync(channel, transfer, CancellationToken.None).ConfigureAwait(false);
        await FinishAsync().ConfigureAwait(false);
    }

    private async ValueTask ReceiveUploadAsync()
    {
        _receiving.Reserve(PayloadSource.LargestPieceBytes);
        long seen = 0;
        do
        {
            Payload.VerifyIf(_verifyContent, _receiving.Bytes.AsSpan(_start, _end - _start), seen);
            uploads.Add(_end - _start, messages: 0);
            seen += _end - _start;
            (_start, _end) = (0, 0);
        }
        while (await FillAsync(1).ConfigureAwait(false));

        var count = new byte[RequestFrame.TotalBytes];
        BinaryPrimitives.WriteInt64LittleEndian(count, seen);
        await channel.SendAsync(count, CancellationToken.None).ConfigureAwait(false);
        await channel.FinishSendingAsync().ConfigureAwait(false);
    }

    private async ValueTask RunApplicationAsync(int nameBytes)
    {
        if (!await FillAsync(nameBytes).ConfigureAwait(false))
        {
            return;
        }

        var name = Encoding.ASCII.GetString(_receiving.Bytes, _start, nameBytes);
        var stream = new FramedMessageStream(new ChannelDuplex(channel));
        stream.Prepend(_receiving.Bytes.AsSpan(_start + nameBytes, _end - _start - nameBytes));
        await ApplicationHost.RunAsync(settings.Applications, name, stream, stream.FailAsync, ending).ConfigureAwait(false);
    }
}
