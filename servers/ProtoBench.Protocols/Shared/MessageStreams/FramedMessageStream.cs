using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.Shared.MessageStreams;

/// <summary>
/// Messages over bytes: 4 bytes of length, little endian, then the message. Two lengths beyond the largest message have a meaning of their
/// own: <see cref="EndMark"/> ends a side, and <see cref="FailureMark"/> is followed by the length and the text of what went wrong on the
/// server. A side that is cut off without a mark is broken.
/// </summary>
/// <param name="bytes">Owned by the stream.</param>
internal sealed class FramedMessageStream(IByteDuplex bytes) : IMessageStream, IMessageSource
{
    private const int HeaderBytes = sizeof(uint);
    private const uint EndMark = uint.MaxValue;
    private const uint FailureMark = uint.MaxValue - 1;
    private const int MostFailureBytes = 1024;

    // The largest piece handed on at once, and the first room for what arrives; larger messages make more room.
    private const int PieceBytes = 256 * 1024;

    private byte[]? _sending;
    private byte[]? _receiving;
    private int _start;
    private int _end;
    private bool _ended;
    private bool _peerEnded;
    private volatile bool _broken;
    private int _inUse;

    public string? Form => (bytes as IAnswerBytes)?.MediaType;

    /// <summary>This side has nothing to send, and what says that it ends is not sent either. Default false.</summary>
    public bool OnlyReceives
    {
        init => _ended = value;
    }

    /// <summary>What a side looks like that sends one message and ends.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> only)
    {
        var side = new byte[(2 * HeaderBytes) + only.Length];
        BinaryPrimitives.WriteInt32LittleEndian(side, only.Length);
        only.CopyTo(side.AsSpan(HeaderBytes));
        BinaryPrimitives.WriteUInt32LittleEndian(side.AsSpan(HeaderBytes + only.Length), EndMark);
        return side;
    }

    /// <summary>Bytes that arrived behind the stream's opening.</summary>
    public void Prepend(ReadOnlySpan<byte> early)
    {
        Reserve(early.Length);
        early.CopyTo(_receiving);
        _end = early.Length;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(message.Length, ProtocolTraits.LargestMessageBytes, nameof(message));
        if (_ended)
        {
            throw new InvalidOperationException("this side of the stream has been ended");
        }

        using var cancelling = Begin(cancellationToken);
        try
        {
            // Header and payload in one call, as far as they fit; the copy costs less than a second call.
            var buffer = _sending ??= ArrayPool<byte>.Shared.Rent(PieceBytes);
            BinaryPrimitives.WriteUInt32LittleEndian(buffer, (uint)message.Length);
            var first = Math.Min(message.Length, PieceBytes - HeaderBytes);
            message[..first].CopyTo(buffer.AsMemory(HeaderBytes));
            await bytes.WriteAsync(buffer.AsMemory(0, HeaderBytes + first)).ConfigureAwait(false);
            for (var sent = first; sent < message.Length;)
            {
                var piece = Math.Min(message.Length - sent, PieceBytes);
                await bytes.WriteAsync(message.Slice(sent, piece)).ConfigureAwait(false);
                sent += piece;
            }

            Interlocked.Decrement(ref _inUse);
        }
        catch (Exception error)
        {
            throw Break(error, cancellationToken);
        }
    }

    public async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        var mark = new byte[HeaderBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(mark, EndMark);
        await FinishWithAsync(mark, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the server's side by telling the client what went wrong.</summary>
    public async ValueTask FailAsync(string why)
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        var text = Encoding.UTF8.GetBytes(why);
        var length = Math.Min(text.Length, MostFailureBytes);
        var mark = new byte[(2 * HeaderBytes) + length];
        BinaryPrimitives.WriteUInt32LittleEndian(mark, FailureMark);
        BinaryPrimitives.WriteInt32LittleEndian(mark.AsSpan(HeaderBytes), length);
        text.AsSpan(0, length).CopyTo(mark.AsSpan(2 * HeaderBytes));
        await FinishWithAsync(mark, CancellationToken.None).ConfigureAwait(false);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken)
    {
        if (_peerEnded)
        {
            return null;
        }

        using var cancelling = Begin(cancellationToken);
        try
        {
            await FillAsync(HeaderBytes).ConfigureAwait(false);
            var length = TakeHeader();
            if (length == EndMark)
            {
                _peerEnded = true;
                Interlocked.Decrement(ref _inUse);
                return null;
            }

            if (length == FailureMark)
            {
                await FillAsync(HeaderBytes).ConfigureAwait(false);
                length = Math.Min(TakeHeader(), MostFailureBytes);
                await FillAsync((int)length).ConfigureAwait(false);
                throw new BadResponseException(Encoding.UTF8.GetString(_receiving.AsSpan(_start, (int)length)));
            }

            if (length > ProtocolTraits.LargestMessageBytes)
            {
                throw new BadResponseException(
                    $"a message of {length} bytes was announced; {ProtocolTraits.LargestMessageBytes} are possible");
            }

            await FillAsync((int)length).ConfigureAwait(false);
            var message = _receiving.AsMemory(_start, (int)length);
            _start += (int)length;
            Interlocked.Decrement(ref _inUse);
            return message;
        }
        catch (Exception error)
        {
            throw Break(error, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_broken || !_ended || !_peerEnded)
        {
            _broken = true;
            bytes.Abort();
        }

        await bytes.DisposeAsync().ConfigureAwait(false);
        if (Volatile.Read(ref _inUse) == 0)
        {
            // A call that failed may have left its buffer to a transport that still fills or reads it.
            Return(Interlocked.Exchange(ref _sending, null));
            Return(Interlocked.Exchange(ref _receiving, null));
        }
    }

    private static void Return(byte[]? buffer)
    {
        if (buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask FinishWithAsync(byte[] mark, CancellationToken cancellationToken)
    {
        using var cancelling = Begin(cancellationToken);
        try
        {
            await bytes.WriteAsync(mark).ConfigureAwait(false);
            await bytes.FinishAsync().ConfigureAwait(false);
            Interlocked.Decrement(ref _inUse);
        }
        catch (Exception error)
        {
            throw Break(error, cancellationToken);
        }
    }

    private CancellationTokenRegistration Begin(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_broken)
        {
            throw new IOException("the stream is broken; open another one");
        }

        Interlocked.Increment(ref _inUse);
        return cancellationToken.UnsafeRegister(static stream => ((FramedMessageStream)stream!).Cancel(), this);
    }

    private void Cancel()
    {
        _broken = true;
        bytes.Abort();
    }

    private Exception Break(Exception error, CancellationToken cancellationToken)
    {
        Cancel();
        return cancellationToken.IsCancellationRequested
            ? new OperationCanceledException("the stream was given up", error, cancellationToken)
            : error is IOException or SocketException or BadResponseException
                ? error
                : new IOException($"the stream is broken: {error.Message}", error);
    }

    private uint TakeHeader()
    {
        var header = BinaryPrimitives.ReadUInt32LittleEndian(_receiving.AsSpan(_start));
        _start += HeaderBytes;
        return header;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FillAsync(int wanted)
    {
        if (_end - _start >= wanted && _receiving is not null)
        {
            return;
        }

        Reserve(wanted);
        while (_end - _start < wanted)
        {
            var read = await bytes.ReadAsync(_receiving.AsMemory(_end)).ConfigureAwait(false);
            if (read == 0)
            {
                throw new EndOfStreamException("the peer has left without ending the stream");
            }

            _end += read;
        }
    }

    /// <summary>Makes room for <paramref name="wanted"/> bytes from <see cref="_start"/> on, moving what is there.</summary>
    private void Reserve(int wanted)
    {
        var buffer = _receiving ?? ArrayPool<byte>.Shared.Rent(PieceBytes);
        if (wanted > buffer.Length)
        {
            buffer = ArrayPool<byte>.Shared.Rent(wanted);
        }

        if (_receiving is null || buffer != _receiving || _start + wanted > buffer.Length || _start == _end)
        {
            _receiving.AsSpan(_start, _end - _start).CopyTo(buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (buffer != _receiving)
        {
            Return(_receiving);
            _receiving = buffer;
        }
    }
}
