
using ProtoBench.Quic.Loops;
using ProtoBench.Quic.Native;

namespace ProtoBench.Quic.Streams;

/// <summary>
/// The bytes of one stream from being written until they are acknowledged, in native blocks that stay where they are: ngtcp2 repeats lost
/// packets from these pointers.
/// </summary>
internal sealed unsafe class SendBuffer(BlockPool pool)
{
    private nint[] _blocks = new nint[2];
    private int _first;
    private int _count;
    private long _firstOffset;
    private long _written;
    private long _taken;
    private long _acknowledged;

    /// <summary>Bytes not yet handed on.</summary>
    public long Unsent => _written - _taken;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var used = (int)((_written - _firstOffset) % BlockPool.BlockBytes);
            if (_written - _firstOffset == (long)_count * BlockPool.BlockBytes)
            {
                AddBlock();
            }

            var chunk = Math.Min(bytes.Length, BlockPool.BlockBytes - used);
            bytes[..chunk].CopyTo(new Span<byte>(BlockAt(_count - 1) + used, chunk));
            _written += chunk;
            bytes = bytes[chunk..];
        }
    }

    /// <summary>
    /// Points <paramref name="vectors"/> at the first unsent bytes: how many vectors, and their <paramref name="length"/> together.
    /// </summary>
    public int Peek(NgVec* vectors, int most, out long length)
    {
        length = 0;
        var count = 0;
        while (count < most && _taken + length < _written)
        {
            var offset = _taken + length - _firstOffset;
            var within = (int)(offset % BlockPool.BlockBytes);
            var chunk = Math.Min(BlockPool.BlockBytes - within, _written - _taken - length);
            vectors[count].Base = BlockAt((int)(offset / BlockPool.BlockBytes)) + within;
            vectors[count].Length = (nuint)chunk;
            length += chunk;
            count++;
        }

        return count;
    }

    public void Take(long length) => _taken += length;

    /// <summary>The next <paramref name="length"/> bytes have been acknowledged; whole blocks go back to the pool.</summary>
    public void Acknowledge(long length)
    {
        _acknowledged += length;
        while (_count > 0 && _acknowledged - _firstOffset >= BlockPool.BlockBytes)
        {
            DropFirst();
        }

        if (_acknowledged == _written)
        {
            Clear();
        }
    }

    /// <summary>Gives every block back. The stream must not be known to ngtcp2 any more, or everything acknowledged.</summary>
    public void Clear()
    {
        while (_count > 0)
        {
            DropFirst();
        }

        _firstOffset = _written;
    }

    /// <summary>As new, for the next stream.</summary>
    public void Reset()
    {
        Clear();
        _written = _taken = _acknowledged = _firstOffset = 0;
    }

    private byte* BlockAt(int index) => (byte*)_blocks[(_first + index) & (_blocks.Length - 1)];

    private void AddBlock()
    {
        if (_count == _blocks.Length)
        {
            var larger = new nint[_count * 2];
            for (var i = 0; i < _count; i++)
            {
                larger[i] = (nint)BlockAt(i);
            }

            _blocks = larger;
            _first = 0;
        }

        _blocks[(_first + _count) & (_blocks.Length - 1)] = (nint)pool.Rent();
        _count++;
    }

    private void DropFirst()
    {
        pool.Return(BlockAt(0));
        _first = (_first + 1) & (_blocks.Length - 1);
        _count--;
        _firstOffset += BlockPool.BlockBytes;
    }
}
