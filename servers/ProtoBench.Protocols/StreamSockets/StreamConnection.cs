using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using ProtoBench.Contract;
using ProtoBench.Protocols.Shared.Payloads;

namespace ProtoBench.Protocols.StreamSockets;

/// <summary>The client's end of a byte stream.</summary>
internal class StreamConnection(ByteChannel channel, ConnectionFacts facts, bool verifyContent) : IProtocolConnection
{
    private readonly StreamBuffer _sending = new();
    private readonly StreamBuffer _receiving = new();
    private bool _usable = true;

    public ConnectionFacts Facts { get; } = facts;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask ExchangeAsync(ReadOnlyMemory<byte> request, int responseBytes, CancellationToken cancellationToken)
    {
        MessageLimits.Check(request.Length, responseBytes, ProtocolTraits.LargestMessageBytes);
        cancellationToken.ThrowIfCancellationRequested();
        Begin();
        try
        {
            var header = new RequestFrame(FrameKind.Exchange, request.Length, responseBytes);
            var first = Pack(header, request.Span);
            await channel.SendAsync(first, cancellationToken).ConfigureAwait(false);
            if (PayloadIn(first) < request.Length)
            {
                await channel.SendAsync(request[PayloadIn(first)..], cancellationToken).ConfigureAwait(false);
            }

            var buffer = ResponseBuffer(responseBytes);
            var response = new ResponseProgress(responseBytes, verifyContent);
            while (!response.IsComplete)
            {
                var received = await channel.ReceiveAsync(
                    buffer.AsMemory(response.BufferOffset), cancellationToken).ConfigureAwait(false);
                response.Take(buffer, received);
            }

            Succeeded();
        }
        finally
        {
            EndUnlessUsable();
        }
    }

    public ValueTask<TransferTotals> DownloadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken)
    {
        MessageLimits.Check(transfer, ProtocolTraits.LargestMessageBytes);
        Begin();
        return new(channel.RunApartAsync(() => RunDownloadAsync(transfer, stop, cancellationToken)));
    }

    public ValueTask<TransferTotals> UploadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken)
    {
        MessageLimits.Check(transfer, ProtocolTraits.LargestMessageBytes);
        Begin();
        return new(channel.RunApartAsync(() => RunUploadAsync(transfer, stop, cancellationToken)));
    }

    public ValueTask DisposeAsync()
    {
        _usable = false;
        channel.Dispose();
        return ValueTask.CompletedTask;
    }

    private static bool IsConnectionLoss(Exception error) =>
        error is IOException or System.Net.Sockets.SocketException or ObjectDisposedException or TimeoutException;

    /// <summary>The payload bytes in a piece that <see cref="Pack"/> returned.</summary>
    protected static int PayloadIn(ReadOnlyMemory<byte> packed) => packed.Length - RequestFrame.HeaderBytes;

    // A stream that failed in the middle of an exchange could deliver the rest of an old response as the next one.
    protected void Begin()
    {
        if (!_usable)
        {
            throw new IOException("this connection was closed, broke, gave an exchange up or was used for a transfer; open another one");
        }

        _usable = false;
    }

    protected void Succeeded() => _usable = true;

    protected void EndUnlessUsable()
    {
        if (!_usable)
        {
            channel.Dispose();
        }
    }

    /// <summary>Header and as much payload as fits the buffer, to leave in one call.</summary>
    protected ReadOnlyMemory<byte> Pack(RequestFrame header, ReadOnlySpan<byte> payload)
    {
        // With Nagle's algorithm on, write-write-read would wait for a delayed ACK (RFC 896, RFC 1122 section 4.2.3.2).
        _sending.Reserve(RequestFrame.HeaderBytes + payload.Length);
        var buffer = _sending.Bytes;
        var withHeader = Math.Min(payload.Length, buffer.Length - RequestFrame.HeaderBytes);
        header.Write(buffer);
        payload[..withHeader].CopyTo(buffer.AsSpan(RequestFrame.HeaderBytes));
        return buffer.AsMemory(0, RequestFrame.HeaderBytes + withHeader);
    }

    protected byte[] ResponseBuffer(int responseBytes)
    {
        _receiving.Reserve(RequestFrame.ResponseHeaderBytes + responseBytes);
        return _receiving.Bytes;
    }

    private async Task<TransferTotals> RunDownloadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken)
    {
        using var stopping = stop.UnsafeRegister(static state => ((ByteChannel)state!).Dispose(), channel);
        using var cancelling = cancellationToken.UnsafeRegister(static state => ((ByteChannel)state!).Dispose(), channel);
        long received = 0;
        try
        {
            var total = new byte[RequestFrame.TotalBytes];
            BinaryPrimitives.WriteInt64LittleEndian(total, transfer.TotalBytes);
            var command = new RequestFrame(FrameKind.Download, total.Length, transfer.MessageBytes);
            await channel.SendAsync(Pack(command, total), CancellationToken.None).ConfigureAwait(false);
            _receiving.Reserve(PayloadSource.LargestPieceBytes);
            while (received < transfer.TotalBytes && !stop.IsCancellationRequested)
            {
                var count = await channel.ReceiveAsync(_receiving.Bytes, CancellationToken.None).ConfigureAwait(false);
                if (count == 0)
                {
                    throw new EndOfStreamException($"the server ended the download after {received} bytes");
                }

                Payload.VerifyIf(verifyContent, _receiving.Bytes.AsSpan(0, count), received);
                received += count;
                transfer.Meter.Add(count, messages: 0);
            }
        }
        catch (Exception error) when (IsConnectionLoss(error) && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("the download was given up", error, cancellationToken);
        }
        catch (Exception error) when (IsConnectionLoss(error) && stop.IsCancellationRequested)
        {
            // Stopping closes the stream; what has arrived by then is the result.
        }

        // A byte stream has no messages to count.
        return received < transfer.TotalBytes
            ? new TransferTotals(null, received, null, 0)
            : new TransferTotals(transfer.TotalBytes, received, null, 0);
    }

    private async Task<TransferTotals> RunUploadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken)
    {
        using var cancelling = cancellationToken.UnsafeRegister(static state => ((ByteChannel)state!).Dispose(), channel);
        try
        {
            var command = new RequestFrame(FrameKind.Upload, 0, transfer.MessageBytes);
            await channel.SendAsync(Pack(command, []), CancellationToken.None).ConfigureAwait(false);
            var sent = await BulkSender.SendAsync(channel, transfer, stop).ConfigureAwait(false);
            await channel.FinishSendingAsync().ConfigureAwait(false);
            return new TransferTotals(sent, await ReceiveCountAsync().ConfigureAwait(false), null, 0);
        }
        catch (Exception error) when (IsConnectionLoss(error) && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("the upload was given up", error, cancellationToken);
        }
    }

    private async ValueTask<long> ReceiveCountAsync()
    {
        var filled = 0;
        while (filled < RequestFrame.TotalBytes)
        {
            var count = await channel.ReceiveAsync(
                _receiving.Bytes.AsMemory(filled, RequestFrame.TotalBytes - filled), CancellationToken.None).ConfigureAwait(false);
            if (count == 0)
            {
                throw new EndOfStreamException("the server ended the upload without saying how much it received");
            }

            filled += count;
        }

        return BinaryPrimitives.ReadInt64LittleEndian(_receiving.Bytes);
    }
}
