using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using ProtoBench.Native;

namespace ProtoBench.Protocols.Udp;

/// <summary>
/// Memory for as many datagrams as one call receives (recvmmsg(2)), with the addresses they came from, and for as many answers as one call
/// sends back (sendmmsg(2)). Used by one thread.
/// </summary>
internal sealed unsafe class DatagramBatch : IDisposable
{
    /// <summary>More datagrams in one call save little: of a call's 0.5 µs each then has 16 ns.</summary>
    public const int Most = 32;

    /// <summary>The largest datagram of IPv4 fits.</summary>
    public const int SlotBytes = 64 * 1024;

    // struct sockaddr_in6, the larger of the two.
    private const int AddressBytes = 28;

    private readonly byte* _memory;
    private readonly MultiMessage* _received;
    private readonly MultiMessage* _answers;
    private readonly IoVector* _receivedVectors;
    private readonly IoVector* _answerVectors;
    private readonly byte* _addresses;
    private readonly byte* _headers;
    private readonly byte* _slots;
    private readonly byte* _payload;
    private int _answered;

    /// <param name="payload">What every answer begins with behind its header, as long as the largest.</param>
    public DatagramBatch(ReadOnlySpan<byte> payload)
    {
        var sizes = new[]
        {
            Most * sizeof(MultiMessage), Most * sizeof(MultiMessage), Most * sizeof(IoVector), 2 * Most * sizeof(IoVector),
            Most * (AddressBytes + 4), Most * DatagramHeader.Bytes, Most * SlotBytes, payload.Length,
        };
        _memory = (byte*)NativeMemory.AllocZeroed((nuint)sizes.Sum());
        var next = _memory;
        _received = (MultiMessage*)Take(ref next, sizes[0]);
        _answers = (MultiMessage*)Take(ref next, sizes[1]);
        _receivedVectors = (IoVector*)Take(ref next, sizes[2]);
        _answerVectors = (IoVector*)Take(ref next, sizes[3]);
        _addresses = Take(ref next, sizes[4]);
        _headers = Take(ref next, sizes[5]);
        _slots = Take(ref next, sizes[6]);
        _payload = next;
        payload.CopyTo(new Span<byte>(_payload, payload.Length));
        for (var i = 0; i < Most; i++)
        {
            _receivedVectors[i] = new IoVector((nint)(_slots + (i * SlotBytes)), SlotBytes);
            _received[i].Header.Vectors = &_receivedVectors[i];
            _received[i].Header.VectorCount = 1;
            _received[i].Header.Name = _addresses + (i * (AddressBytes + 4));
        }
    }

    /// <summary>Datagram <paramref name="index"/> of those that were received last.</summary>
    public ReadOnlySpan<byte> this[int index] => new(_slots + (index * SlotBytes), (int)_received[index].Length);

    /// <summary>
    /// Receives what is there, up to <paramref name="most"/>; 0: nothing; less than 0: the socket has failed or is closed.
    /// </summary>
    public int Receive(int descriptor, int most)
    {
        for (var i = 0; i < most; i++)
        {
            _received[i].Header.NameLength = AddressBytes;
        }

        _answered = 0;
        var count = LibcSockets.ReceiveMessages(descriptor, _received, (uint)most, LibcSockets.DontWait, null);
        return count >= 0 ? count
            : Marshal.GetLastPInvokeError() is Errno.TryAgain or Errno.Interrupted or Errno.ConnectionRefused ? 0
            : -1;
    }

    /// <summary>The same of a socket that another thread may close meanwhile; 0 also when it did.</summary>
    public int Receive(Socket socket)
    {
        var held = false;
        try
        {
            socket.SafeHandle.DangerousAddRef(ref held);
            return Math.Max(0, Receive((int)socket.SafeHandle.DangerousGetHandle(), Most));
        }
        catch (ObjectDisposedException)
        {
            return 0;
        }
        finally
        {
            if (held)
            {
                socket.SafeHandle.DangerousRelease();
            }
        }
    }

    /// <summary>Where datagram <paramref name="index"/> came from.</summary>
    public void CopyAddress(int index, SocketAddress address)
    {
        ref var header = ref _received[index].Header;
        address.Size = (int)header.NameLength;
        new ReadOnlySpan<byte>(header.Name, (int)header.NameLength).CopyTo(address.Buffer.Span);
    }

    /// <summary>Answers datagram <paramref name="index"/> with a header and the payload's first bytes.</summary>
    public void Answer(int index, DatagramHeader header, int payloadBytes)
    {
        var vectors = &_answerVectors[2 * _answered];
        var place = _headers + (_answered * DatagramHeader.Bytes);
        header.Write(new Span<byte>(place, DatagramHeader.Bytes));
        vectors[0] = new IoVector((nint)place, DatagramHeader.Bytes);
        vectors[1] = new IoVector((nint)_payload, payloadBytes);
        ref var answer = ref _answers[_answered++].Header;
        answer.Name = _received[index].Header.Name;
        answer.NameLength = _received[index].Header.NameLength;
        answer.Vectors = vectors;
        answer.VectorCount = payloadBytes == 0 ? 1u : 2;
    }

    /// <summary>Sends all answers. One that cannot be sent is lost, as everywhere on the path, and the others are not.</summary>
    public void Send(int descriptor)
    {
        for (var sent = 0; sent < _answered;)
        {
            var count = LibcSockets.SendMessages(
                descriptor, _answers + sent, (uint)(_answered - sent), LibcSockets.DontWait | LibcSockets.NoSignal);
            sent += Math.Max(1, count);
        }
    }

    public void Dispose() => NativeMemory.Free(_memory);

    private static byte* Take(ref byte* next, int bytes)
    {
        var taken = next;
        next += bytes;
        return taken;
    }
}
