using System.Runtime.InteropServices;
using ProtoBench.Contract;
using ProtoBench.Native;
using ProtoBench.Protocols.Shared.Payloads;

namespace ProtoBench.Protocols.Lean.Servers;

/// <summary>
/// Answers on their way to one connection. Those to all requests of one read leave in one call; large payload leaves from the memory that
/// all connections share. While a connection is served it writes into memory of its thread, so that thousands of idle ones cost none; only
/// what the kernel does not take at once is kept per connection.
/// </summary>
internal sealed class AnswerQueue(int descriptor)
{
    /// <summary>The largest piece that <see cref="Reserve"/> gives: the head of any answer fits.</summary>
    public const int LargestPiece = 1024;

    private const int SharedBytes = 64 * 1024;

    [ThreadStatic]
    private static byte[]? _shared;

    private byte[] _bytes = [];
    private byte[] _own = [];
    private int _start;
    private int _end;
    private long _payloadOffset;
    private long _payloadLeft;

    /// <summary>The kernel has all.</summary>
    public bool IsEmpty => _start == _end && _payloadLeft == 0;

    /// <summary>Nobody will take anything any more.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>The last <see cref="HasRoom"/> was refused.</summary>
    public bool WasFull { get; private set; }

    /// <summary>Begins to serve the connection on its thread.</summary>
    public void Begin()
    {
        WasFull = false;
        if (IsEmpty)
        {
            _bytes = _shared ??= GC.AllocateUninitializedArray<byte>(SharedBytes, pinned: true);
            (_start, _end) = (0, 0);
        }
    }

    /// <summary>Can the answer to one more request be written? False: the client has to take earlier ones first.</summary>
    public bool HasRoom()
    {
        if (_payloadLeft > 0 || _bytes.Length - _end < LargestPiece)
        {
            Flush();
            if (IsEmpty)
            {
                (_start, _end) = (0, 0);
            }
        }

        WasFull = !IsEmpty && (_payloadLeft > 0 || _bytes.Length - _end < LargestPiece);
        return !WasFull;
    }

    /// <summary>Where the next <see cref="LargestPiece"/> bytes go; <see cref="Written"/> says how many were written.</summary>
    public Span<byte> Reserve() => _bytes.AsSpan(_end, LargestPiece);

    public void Written(int bytes) => _end += bytes;

    /// <summary>Adds the payload of an answer (<see cref="Payload"/>) behind its head.</summary>
    public void AddPayload(long bytes)
    {
        if (bytes <= _bytes.Length - _end)
        {
            PayloadSource.At(0, bytes).Span.CopyTo(_bytes.AsSpan(_end));
            _end += (int)bytes;
            return;
        }

        (_payloadOffset, _payloadLeft) = (0, bytes);
        Flush();
    }

    /// <summary>Hands the kernel what it takes.</summary>
    public void Flush()
    {
        while (_start < _end)
        {
            // The head of a large answer travels with its payload.
            var sent = Send(_bytes.AsSpan(_start, _end - _start), _payloadLeft > 0);
            if (sent < 0)
            {
                return;
            }

            _start += sent;
        }

        while (_payloadLeft > 0)
        {
            var piece = PayloadSource.At(_payloadOffset, _payloadLeft);
            var sent = Send(piece.Span, more: false);
            if (sent < 0)
            {
                return;
            }

            _payloadOffset += sent;
            _payloadLeft -= sent;
        }
    }

    /// <summary>Ends serving the connection for now: what is left moves to memory of its own.</summary>
    public void Park()
    {
        if (_start < _end && !ReferenceEquals(_bytes, _own))
        {
            var left = _bytes.AsSpan(_start, _end - _start);
            if (_own.Length < left.Length)
            {
                _own = GC.AllocateUninitializedArray<byte>(SharedBytes);
            }

            left.CopyTo(_own);
            (_start, _end) = (0, left.Length);
            _bytes = _own;
        }
    }

    // Less than 0: nothing goes now, or never.
    private int Send(ReadOnlySpan<byte> bytes, bool more)
    {
        var flags = LibcSockets.NoSignal | LibcSockets.DontWait | (more ? LibcSockets.More : 0);
        while (true)
        {
            var sent = LibcSockets.Send(descriptor, bytes, bytes.Length, flags);
            if (sent >= 0)
            {
                return (int)sent;
            }

            switch (Marshal.GetLastPInvokeError())
            {
                case Errno.Interrupted:
                    continue;
                case Errno.TryAgain or Errno.NoBuffers:
                    return -1;
                default:
                    IsBroken = true;
                    return -1;
            }
        }
    }
}
