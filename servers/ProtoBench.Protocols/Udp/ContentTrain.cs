using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using ProtoBench.Contract;
using ProtoBench.Native;

namespace ProtoBench.Protocols.Udp;

/// <summary>
/// Sends numbered content, many datagrams in one call: as one large packet that the kernel cuts (UDP_SEGMENT, udp(7)), or where that is not
/// wanted or the kernel refuses it, as so many datagrams (sendmmsg(2)). Used by one thread.
/// </summary>
internal sealed unsafe class ContentTrain : IDisposable
{
    /// <summary>As many segments as every kernel with UDP_SEGMENT cuts (UDP_MAX_SEGMENTS of linux/udp.h, 64 before 6.2).</summary>
    public const int Most = 64;

    private const int LargestPacket = 65_507;
    private const int LargestMemory = 1024 * 1024;
    private const int AddressBytes = 28;
    private const int ControlBytes = 24;
    private const int PollOut = 4;

    // Sending datagrams rarely waits; whoever stops the transfer waits no longer than this.
    private const long LongestWait = 5_000_000;

    private readonly Socket _socket;
    private readonly int _payloadBytes;
    private readonly int _datagramBytes;
    private readonly byte* _memory;
    private readonly byte* _content;
    private readonly byte* _address;
    private readonly MultiMessage* _messages;
    private readonly IoVector* _vectors;
    private readonly uint _addressLength;

    /// <param name="socket">Bound; connected when there is no destination.</param>
    /// <param name="destination">The peer, where the socket is not connected to it.</param>
    /// <param name="payloadBytes">Of each datagram but the last.</param>
    /// <param name="segments">Let the kernel cut one packet?</param>
    public ContentTrain(Socket socket, SocketAddress? destination, int payloadBytes, bool segments)
    {
        _socket = socket;
        _payloadBytes = payloadBytes;
        _datagramBytes = DatagramHeader.Bytes + payloadBytes;
        Segments = segments && LargestPacket / _datagramBytes > 1;
        Size = Math.Clamp((Segments ? LargestPacket : LargestMemory) / _datagramBytes, 1, Most);
        var content = Size * _datagramBytes;
        var offset = (content + 15) / 16 * 16;
        _memory = (byte*)NativeMemory.AllocZeroed((nuint)(offset + (Size * (sizeof(MultiMessage) + sizeof(IoVector))) + AddressBytes));
        _content = _memory;
        _messages = (MultiMessage*)(_memory + offset);
        _vectors = (IoVector*)(_messages + Size);
        _address = (byte*)(_vectors + Size);
        _addressLength = (uint)(destination?.Size ?? 0);
        destination?.Buffer.Span[..destination.Size].CopyTo(new Span<byte>(_address, AddressBytes));
        for (var i = 0; i < Size; i++)
        {
            Payload.Fill(new Span<byte>(_content + (i * _datagramBytes) + DatagramHeader.Bytes, payloadBytes));
            _messages[i].Header.Vectors = &_vectors[i];
            _messages[i].Header.VectorCount = 1;
            Address(ref _messages[i].Header);
        }
    }

    /// <summary>Datagrams in one call, at most.</summary>
    public int Size { get; }

    /// <summary>Does the kernel cut them? False from when it has refused.</summary>
    public bool Segments { get; private set; }

    /// <summary>Sends content from <paramref name="sequence"/> on. Returns how many datagrams the kernel took, perhaps none now.</summary>
    /// <param name="sequence">Number of the first.</param>
    /// <param name="count">At most <see cref="Size"/>.</param>
    /// <param name="lastPayloadBytes">Payload of the last.</param>
    /// <exception cref="SocketException">Nobody listens, or they do not fit.</exception>
    /// <exception cref="ObjectDisposedException">The socket was closed.</exception>
    public int Send(long sequence, int count, int lastPayloadBytes)
    {
        for (var i = 0; i < count; i++)
        {
            var payload = i == count - 1 ? lastPayloadBytes : _payloadBytes;
            var place = _content + (i * _datagramBytes);
            new DatagramHeader(DatagramKind.Content, payload, sequence + i).Write(new Span<byte>(place, DatagramHeader.Bytes));
            _vectors[i] = new IoVector((nint)place, DatagramHeader.Bytes + payload);
        }

        // Closed meanwhile by another thread, its descriptor could be another socket's.
        var held = false;
        try
        {
            _socket.SafeHandle.DangerousAddRef(ref held);
            var descriptor = (int)_socket.SafeHandle.DangerousGetHandle();
            return Segments && count > 1 ? SendCut(descriptor, count, lastPayloadBytes) : SendEach(descriptor, count);
        }
        finally
        {
            if (held)
            {
                _socket.SafeHandle.DangerousRelease();
            }
        }
    }

    public void Dispose() => NativeMemory.Free(_memory);

    private void Address(ref MessageHeader header)
    {
        header.Name = _addressLength == 0 ? null : _address;
        header.NameLength = _addressLength;
    }

    private int SendCut(int descriptor, int count, int lastPayloadBytes)
    {
        var control = stackalloc byte[ControlBytes];
        var option = (ControlHeader*)control;
        option->Length = (nuint)sizeof(ControlHeader) + sizeof(ushort);
        option->Level = LibcSockets.LevelUdp;
        option->Type = LibcSockets.UdpSegment;
        *(ushort*)(option + 1) = (ushort)_datagramBytes;
        var vector = new IoVector((nint)_content, ((count - 1) * _datagramBytes) + DatagramHeader.Bytes + lastPayloadBytes);
        MessageHeader message = default;
        message.Vectors = &vector;
        message.VectorCount = 1;
        message.Control = control;
        message.ControlLength = ControlBytes;
        Address(ref message);
        if (LibcSockets.SendMessage(descriptor, &message, LibcSockets.DontWait | LibcSockets.NoSignal) >= 0)
        {
            return count;
        }

        // EINVAL: a segment is larger than a packet of the path; EIO: the device computes no checksums; the rest: this kernel does not cut.
        if (Marshal.GetLastPInvokeError() is Errno.InvalidArgument or Errno.InputOutput or Errno.MessageTooLong or Errno.NotSupported
            or Errno.NoSuchOption)
        {
            Segments = false;
            return SendEach(descriptor, count);
        }

        return Wait(descriptor);
    }

    private int SendEach(int descriptor, int count)
    {
        var sent = LibcSockets.SendMessages(descriptor, _messages, (uint)count, LibcSockets.DontWait | LibcSockets.NoSignal);
        return sent > 0 ? sent : Wait(descriptor);
    }

    private static int Wait(int descriptor)
    {
        switch (Marshal.GetLastPInvokeError())
        {
            case Errno.TryAgain or Errno.NoBuffers or Errno.Interrupted:
                Span<PollDescriptor> writable = [new() { Descriptor = descriptor, Events = PollOut }];
                _ = Libc.Poll(writable, 1, TimeSpecification.FromNanoseconds(LongestWait), 0);
                return 0;
            case Errno.ConnectionRefused:
                throw new SocketException((int)SocketError.ConnectionRefused);
            case Errno.MessageTooLong:
                throw new SocketException((int)SocketError.MessageSize);
            case var error:
                throw new SocketException((int)SocketError.SocketError, Marshal.GetPInvokeErrorMessage(error));
        }
    }
}
