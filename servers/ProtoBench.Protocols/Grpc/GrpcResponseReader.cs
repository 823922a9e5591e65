using System.Runtime.CompilerServices;

namespace ProtoBench.Protocols.Grpc;

/// <summary>The messages of response bodies, on the client. Its buffer grows to the largest message and is used again for the next body.</summary>
/// <param name="bufferBytes">What to begin with.</param>
internal sealed class GrpcResponseReader(int bufferBytes)
{
    private byte[] _buffer = new byte[bufferBytes];
    private Stream _body = Stream.Null;
    private int _start;
    private int _end;

    /// <summary>Goes on with another body.</summary>
    public void Open(Stream body)
    {
        _body = body;
        _start = 0;
        _end = 0;
    }

    /// <summary>The next message, valid until the next read; null at the end of the body.</summary>
    /// <exception cref="BadResponseException">The frame is compressed, too large or cut off.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        if (!await FillAsync(GrpcFrame.PrefixBytes, cancellationToken))
        {
            return null;
        }

        var (flag, length) = GrpcFrame.ReadPrefix(_buffer.AsSpan(_start));
        if (flag != 0 || length is < 0 or > GrpcFrame.LargestMessageBytes)
        {
            throw new BadResponseException($"the response has a frame with compressed flag {flag} and length {(uint)length}");
        }

        await FillAsync(GrpcFrame.PrefixBytes + length, cancellationToken);
        var message = _buffer.AsMemory(_start + GrpcFrame.PrefixBytes, length);
        _start += GrpcFrame.PrefixBytes + length;
        return message;
    }

    /// <summary>Reads until <paramref name="wanted"/> bytes are there; false when the body ends before the first of them.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> FillAsync(int wanted, CancellationToken cancellationToken)
    {
        MakeRoom(wanted);
        while (_end - _start < wanted)
        {
            var read = await _body.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            _end += read;
            if (read == 0)
            {
                return _end == _start ? false : throw new BadResponseException("the response ends inside a message");
            }
        }

        return true;
    }

    private void MakeRoom(int wanted)
    {
        if (_start == _end)
        {
            _start = 0;
            _end = 0;
        }

        if (_buffer.Length - _start >= wanted)
        {
            return;
        }

        var rest = _buffer.AsSpan(_start, _end - _start);
        var target = _buffer.Length >= wanted ? _buffer : new byte[wanted];
        rest.CopyTo(target);
        _buffer = target;
        _end -= _start;
        _start = 0;
    }
}
