using System.Diagnostics;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.ReliableUdp;

/// <summary>
/// One side of a connection: sends messages in pieces of a packet each, repeats what is not acknowledged, and hands each piece on once, as
/// it comes. An acknowledgement rides on a packet that leaves anyway, or leaves alone as soon as a packet has been handed on; none is held
/// back. One lock covers sender, receiver and timer, as the kernel's socket lock does for TCP; nothing waits while it is held.
/// </summary>
#pragma warning disable CA1001 // Whatever ends a channel goes through Break, which disposes of its timer.
internal sealed class ReliableChannel
#pragma warning restore CA1001
{
    /// <summary>A peer that acknowledges nothing new for so long is gone.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const int Closes = 4;

    private readonly PacketPath _path;
    private readonly uint _connection;
    private readonly IChannelUser _user;
    private readonly SendWindow _sent = new();
    private readonly ReceiveWindow _received = new();
    private readonly RoundTripEstimate _estimate = new();
    private readonly Queue<IOutgoing> _waiting = new();
    private readonly byte[] _acknowledgement = new byte[PacketHeader.Bytes];
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Timer _timer;
    private bool _draining;
    private bool _armed;
    private bool _owed;
    private int _doublings;
    private long _progressAt;
    private long _sentAgain;
    private long _packetsReceived;
    private long _bytesReceived;
    private Exception? _unsendable;
    private volatile string? _broken;

    public ReliableChannel(PacketPath path, uint connection, IChannelUser user)
    {
        (_path, _connection, _user) = (path, connection, user);
        _timer = new Timer(static channel => ((ReliableChannel)channel!).OnTimer(), this, Timeout.Infinite, Timeout.Infinite);
    }

    /// <summary>Held while messages are asked for their pieces.</summary>
    public Lock Gate { get; } = new();

    public uint Connection => _connection;

    public ChannelFigures Figures
    {
        get
        {
            lock (Gate)
            {
                return new ChannelFigures(
                    _estimate.Smoothed,
                    _estimate.Minimum,
                    _estimate.TimeOut,
                    _sentAgain,
                    _path.Sent,
                    _path.SentBytes,
                    _packetsReceived,
                    _bytesReceived);
            }
        }
    }

    // On Linux a tick is a nanosecond of CLOCK_MONOTONIC.
    private static long Now => Stopwatch.GetTimestamp();

    /// <summary>The greeting took so long, from the only time it was sent.</summary>
    public void AddSample(long nanoseconds)
    {
        lock (Gate)
        {
            _estimate.Add(nanoseconds);
        }
    }

    /// <summary>Sends what the message has now and as the window opens. One that waits already is left where it is.</summary>
    /// <exception cref="IOException">The connection is broken.</exception>
    public void Send(IOutgoing message)
    {
        lock (Gate)
        {
            if (_broken is { } reason)
            {
                throw new IOException(reason);
            }

            Enqueue(message);
            Pump(Now);
        }

        BreakIfUnsendable();
    }

    /// <summary>As <see cref="Send"/>, but of no use and no harm on a broken connection.</summary>
    public void SendIfPossible(IOutgoing message)
    {
        try
        {
            Send(message);
        }
        catch (IOException)
        {
            // Whoever waits for it has been told.
        }
    }

    /// <summary>Takes a message or an acknowledgement. One thread only.</summary>
    public void Take(in PacketHeader header, ReadOnlySpan<byte> packet)
    {
        var isNew = false;
        lock (Gate)
        {
            if (_broken is not null)
            {
                return;
            }

            (_packetsReceived, _bytesReceived) = (_packetsReceived + 1, _bytesReceived + packet.Length);
            var now = Now;
            TakeAcknowledgement(header, now);
            if (header.Kind == PacketKind.Message)
            {
                _owed = true;
                isNew = _received.TryAdd(
                    PacketHeader.Whole(header.Sequence, _received.Next), PacketHeader.Whole(header.Transmission, _received.Newest));
            }

            Pump(now);
        }

        if (isNew)
        {
            var message = packet[PacketHeader.Bytes..];
            _user.Take(MessageHeader.Read(header.Message, message), message[MessageHeader.Bytes..]);
        }

        if (header.Kind == PacketKind.Message)
        {
            AcknowledgeIfOwed();
        }

        BreakIfUnsendable();
    }

    /// <summary>Completes when everything has been acknowledged, or the limit is over.</summary>
    public async Task DrainAsync(TimeSpan limit)
    {
        lock (Gate)
        {
            _draining = true;
            SayIfDrained();
        }

        await _drained.Task.WaitAsync(limit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Tells the peer that the connection is closed, and ends it here.</summary>
    /// <param name="reason">What those learn who still use it.</param>
    public void Close(string reason)
    {
        lock (Gate)
        {
            for (var i = 0; i < Closes && _broken is null; i++)
            {
                Header(PacketKind.Close, default, 0, 0).Write(_acknowledgement);
                _path.Send(_acknowledgement);
            }
        }

        Break(new IOException(reason));
    }

    /// <summary>Ends the connection here. Only the first reason counts.</summary>
    public void Break(Exception reason)
    {
        lock (Gate)
        {
            if (_broken is not null)
            {
                return;
            }

            _broken = reason.Message;
            _waiting.Clear();
            _drained.TrySetResult();
            _timer.Dispose();
        }

        _user.OnBroken(reason);
    }

    private void TakeAcknowledgement(in PacketHeader header, long now)
    {
        if (_sent.Acknowledge(header, out var sentAt))
        {
            _progressAt = now;
            if (sentAt > 0)
            {
                _estimate.Add(now - sentAt);
            }

            if (_doublings > 0)
            {
                // The timer waits for a doubled time.
                (_doublings, _armed) = (0, false);
                Arm(now);
            }
        }

        while (_sent.FindOvertaken() is { } lost)
        {
            SendAgain(lost, now);
        }

        SayIfDrained();
    }

    private void SayIfDrained()
    {
        if (_draining && _sent.IsEmpty && _waiting.Count == 0)
        {
            _drained.TrySetResult();
        }
    }

    private void Enqueue(IOutgoing message)
    {
        if (!message.IsQueued)
        {
            message.IsQueued = true;
            _waiting.Enqueue(message);
        }
    }

    // A piece of each message in turn, so that a small one does not wait for the end of a large one.
    private void Pump(long now)
    {
        while (!_sent.IsFull && _waiting.TryDequeue(out var message))
        {
            message.IsQueued = false;
            var packet = _sent.Prepare();
            var length = message.Fill(
                packet.Bytes.AsSpan(PacketHeader.Bytes + MessageHeader.Bytes, MessageHeader.LargestPiece), out var header, out var more);
            if (length < 0)
            {
                continue;
            }

            header.Write(packet.Bytes.AsSpan(PacketHeader.Bytes));
            (packet.Kind, packet.Length) = (header.Kind, PacketHeader.Bytes + MessageHeader.Bytes + length);
            _progressAt = _sent.IsEmpty ? now : _progressAt;
            _sent.Begin(packet);
            Transmit(packet, now);
            if (more)
            {
                Enqueue(message);
            }
        }
    }

    private void SendAgain(SentPacket packet, long now)
    {
        _sentAgain++;
        PacketsSentAgain.Count();
        Transmit(packet, now);
    }

    private void Transmit(SentPacket packet, long now)
    {
        _sent.Stamp(packet, now);
        Header(PacketKind.Message, packet.Kind, packet.Transmission, packet.Sequence).Write(packet.Bytes);
        _owed = false;
        _unsendable ??= _path.Send(packet.Bytes.AsSpan(0, packet.Length));
        Arm(now);
    }

    private void AcknowledgeIfOwed()
    {
        lock (Gate)
        {
            if (!_owed || _broken is not null)
            {
                return;
            }

            _owed = false;
            Header(PacketKind.Acknowledgement, default, 0, 0).Write(_acknowledgement);
            _unsendable ??= _path.Send(_acknowledgement);
        }
    }

    private PacketHeader Header(PacketKind kind, MessageKind message, long transmission, long sequence) => new(
        kind, message, _connection, (uint)transmission, (uint)sequence, (uint)_received.Next, (uint)_received.Newest, _received.Beyond);

    // Left as it is while packets come and go: it looks again when it fires, which costs less than moving it with every packet.
    private void Arm(long now)
    {
        if (_armed || _broken is not null || _sent.FindLongestWaiting() is not { } waiting)
        {
            return;
        }

        _armed = true;
        var left = waiting.SentAt + _estimate.TimeOutAfter(_doublings) - now;
        _timer.Change(Math.Max(1, (left + 999_999) / 1_000_000), Timeout.Infinite);
    }

    private void OnTimer()
    {
        var isGone = false;
        lock (Gate)
        {
            _armed = false;
            if (_broken is not null || _sent.IsEmpty)
            {
                return;
            }

            var now = Now;
            isGone = now - _progressAt > (long)Patience.TotalNanoseconds;
            var limit = _estimate.TimeOutAfter(_doublings);
            var any = false;
            while (!isGone && _sent.FindLongestWaiting() is { } waiting && now - waiting.SentAt >= limit)
            {
                SendAgain(waiting, now);
                any = true;
            }

            if (any)
            {
                // What was sent again has armed the timer without the doubling.
                (_doublings, _armed) = (_doublings + 1, false);
            }

            Arm(now);
        }

        BreakIfUnsendable();
        if (isGone)
        {
            // The peer may be there, and be waiting for what will not come any more.
            Close($"the peer has acknowledged nothing for {Patience.TotalSeconds:0} s");
        }
    }

    private void BreakIfUnsendable()
    {
        if (_unsendable is { } error)
        {
            Break(new IOException($"no packets to the peer: {error.Message}", error));
        }
    }
}
