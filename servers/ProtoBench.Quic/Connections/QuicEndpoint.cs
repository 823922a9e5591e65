using System.Runtime.InteropServices;
using ProtoBench.Native;
using ProtoBench.Quic.Loops;
using ProtoBench.Quic.Options;

namespace ProtoBench.Quic.Connections;

/// <summary>One UDP socket with the connections that use it. Loop thread only, but for its making.</summary>
internal abstract unsafe class QuicEndpoint : LoopMember
{
    // Trains taken per turn before writing: enough to amortise the system call, few enough that acknowledgements are not late.
    private const int CallsPerTurn = 4;

    private readonly Random? _dropping;
    private readonly double _dropRate;
    private readonly List<QuicConnection> _waiting = [];
    private byte* _held;
    private int _heldLength;
    private int _heldSegment;
    private byte* _heldAddress;
    private uint _heldAddressLength;

    protected QuicEndpoint(QuicLoop loop, UdpSocket socket, QuicOptions options)
    {
        Loop = loop;
        Socket = socket;
        Options = options;
        _dropRate = options.DropRate;
        _dropping = options.DropRate > 0 ? new Random(options.DropSeed) : null;
    }

    public QuicLoop Loop { get; }

    public UdpSocket Socket { get; }

    public QuicOptions Options { get; }

    public bool SendBlocked => _heldLength > 0;

    protected bool Closed { get; private set; }

    /// <summary>Is this datagram one of those the tests lose?</summary>
    public bool Drops() => _dropping is not null && _dropping.NextDouble() < _dropRate;

    /// <summary>
    /// Sends the loop's train to <paramref name="address"/>. False: the socket is full, the train is kept and goes first.
    /// </summary>
    public bool SendTrain(QuicConnection connection, byte* address, uint addressLength)
    {
        var train = Loop.Train;
        if (train.Segments == 0)
        {
            return true;
        }

        var error = Socket.Send(train.Bytes, train.Length, train.SegmentSize, address, addressLength);
        if (error == Errno.TryAgain)
        {
            Hold(train, address, addressLength);
            WaitWritable(connection);
            train.Clear();
            return false;
        }

        train.Clear();
        if (error != 0)
        {
            OnSendError(connection, error);
        }

        return true;
    }

    /// <summary>Writes of <paramref name="connection"/> go on when the socket takes datagrams again.</summary>
    public void WaitWritable(QuicConnection connection) => _waiting.Add(connection);

    internal override void OnReadable(ulong now)
    {
        for (var i = 0; i < CallsPerTurn && !Closed; i++)
        {
            var count = Socket.Receive(Loop.Received);
            if (count < 0)
            {
                OnReceiveError(-count);
                return;
            }

            for (var index = 0; index < count && !Closed; index++)
            {
                Split(Loop.Received.Messages[index], now);
            }

            if (count < ReceiveBuffers.Count)
            {
                return;
            }
        }
    }

    internal override void OnWritable(ulong now)
    {
        var error = Socket.Send(_held, _heldLength, _heldSegment, _heldAddress, _heldAddressLength);
        if (error == Errno.TryAgain)
        {
            return;
        }

        _heldLength = 0;
        Loop.WatchWritable(this, Socket.Handle, on: false);
        foreach (var connection in _waiting)
        {
            connection.MarkDirty();
        }

        _waiting.Clear();
    }

    public abstract void AddConnectionId(QuicConnection connection, ReadOnlySpan<byte> id);

    public abstract void RemoveConnectionId(ReadOnlySpan<byte> id);

    /// <summary>
    /// The connection is over; <paramref name="farewell"/> is the CONNECTION_CLOSE it sent, to be repeated to a peer that missed it.
    /// </summary>
    public abstract void Forget(QuicConnection connection, ReadOnlySpan<byte> farewell);

    protected abstract void OnDatagram(byte* bytes, int length, byte* address, uint addressLength, ulong now);

    protected abstract void OnReceiveError(int error);

    protected abstract void OnSendError(QuicConnection connection, int error);

    protected void CloseSocket()
    {
        if (!Closed)
        {
            Closed = true;
            Loop.Remove(this, Socket.Handle);
            Socket.Dispose();
            NativeMemory.Free(_held);
            _held = null;
        }
    }

    private void Split(in MultiMessage message, ulong now)
    {
        var segment = ReceiveBuffers.SegmentSize(message);
        var bytes = (byte*)message.Header.Vectors->Address;
        for (var left = (int)message.Length; left > 0 && !Closed; left -= segment)
        {
            OnDatagram(bytes, Math.Min(segment, left), message.Header.Name, message.Header.NameLength, now);
            bytes += segment;
        }
    }

    private void Hold(DatagramTrain train, byte* address, uint addressLength)
    {
        if (_held is null)
        {
            _held = (byte*)NativeMemory.Alloc(65_536 + ReceiveBuffers.AddressBytes);
            _heldAddress = _held + 65_536;
        }

        new ReadOnlySpan<byte>(train.Bytes, train.Length).CopyTo(new Span<byte>(_held, train.Length));
        new ReadOnlySpan<byte>(address, (int)addressLength).CopyTo(new Span<byte>(_heldAddress, (int)addressLength));
        _heldLength = train.Length;
        _heldSegment = train.SegmentSize;
        _heldAddressLength = addressLength;
        Loop.WatchWritable(this, Socket.Handle, on: true);
    }
}
