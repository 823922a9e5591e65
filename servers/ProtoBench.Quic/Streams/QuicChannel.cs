namespace ProtoBench.Quic.Streams;

/// <summary>One QUIC stream of a connection. Used on the loop's thread only.</summary>
public sealed class QuicChannel
{
    /// <summary>
    /// Unsent bytes below which <see cref="IQuicStreamHandler.OnSendSpace"/> is called: some 90 packets, more than one datagram train.
    /// </summary>
    public const int LowWater = 128 * 1024;

    internal QuicChannel(QuicPeer peer)
    {
        Peer = peer;
        Pending = new SendBuffer(peer.Connection.Loop.Blocks);
    }

    public long Id { get; internal set; } = -1;

    public QuicPeer Peer { get; }

    /// <summary>Stream ids with bit 1 set are unidirectional (RFC 9000, section 2.1).</summary>
    public bool Bidirectional => (Id & 2) == 0;

    /// <summary>Bytes written and not yet put into a packet.</summary>
    public long Unsent => Pending.Unsent;

    internal IQuicStreamHandler Handler { get; set; } = DiscardingHandler.Instance;

    internal SendBuffer Pending { get; }

    internal int Slot { get; set; }

    internal bool Finishing { get; private set; }

    internal bool FinishSent { get; set; }

    internal bool WantsSpace { get; set; }

    internal bool Queued { get; set; }

    internal bool Blocked { get; set; }

    internal bool WriteShut { get; set; }

    internal bool Closed { get; set; }

    /// <summary>Received bytes the flow-control window has not been given back for.</summary>
    internal long Owed { get; set; }

    /// <summary>Copies <paramref name="bytes"/>; they leave in this turn of the loop as far as windows allow.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (!Closed && !WriteShut)
        {
            Pending.Write(bytes);
            Peer.WriteReady(this);
        }
    }

    /// <summary>Nothing more will be written.</summary>
    public void Finish()
    {
        if (!Closed && !Finishing)
        {
            Finishing = true;
            Peer.WriteReady(this);
        }
    }

    /// <summary>Calls <see cref="IQuicStreamHandler.OnSendSpace"/> once, when fewer than <see cref="LowWater"/> bytes wait.</summary>
    public void RequestSpace()
    {
        if (!Closed && !WriteShut)
        {
            WantsSpace = true;
            Peer.WriteReady(this);
        }
    }

    /// <summary>Opens the window for bytes that <see cref="IQuicStreamHandler.OnBytes"/> did not consume at once.</summary>
    public void Consume(long count)
    {
        if (!Closed && count > 0)
        {
            Owed -= count;
            Peer.Connection.ExtendWindow(Id, count);
        }
    }

    /// <summary>
    /// Ends both directions with <paramref name="errorCode"/> (RESET_STREAM and STOP_SENDING); the handler hears nothing but OnClosed.
    /// </summary>
    public void Abort(ulong errorCode)
    {
        if (!Closed)
        {
            Peer.Abort(this, errorCode);
        }
    }

    /// <summary>RESET_STREAM: what is being sent is abandoned.</summary>
    public void ResetSending(ulong errorCode)
    {
        if (!Closed && !WriteShut)
        {
            Peer.ResetSending(this, errorCode);
        }
    }

    /// <summary>STOP_SENDING: what still comes is not wanted.</summary>
    public void StopReceiving(ulong errorCode)
    {
        if (!Closed)
        {
            Peer.StopReceiving(this, errorCode);
        }
    }

    /// <summary>From now on nobody hears of this stream.</summary>
    public void Detach() => Handler = DiscardingHandler.Instance;

    internal void Reuse(long id, IQuicStreamHandler handler)
    {
        Pending.Reset();
        Id = id;
        Handler = handler;
        Finishing = FinishSent = WantsSpace = Blocked = WriteShut = Closed = false;
        Owed = 0;
    }

    internal void OfferSpace()
    {
        if (WantsSpace && Pending.Unsent < LowWater)
        {
            WantsSpace = false;
            Handler.OnSendSpace(this);
        }
    }
}
