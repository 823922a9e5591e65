using ProtoBench.Contract;
using ProtoBench.Quic.Connections;
using ProtoBench.Quic.Options;

namespace ProtoBench.Protocols.Shared.QuicStreams;

/// <summary>One accepted connection; its finished responders serve the next streams.</summary>
internal sealed class StreamServerPeer(TransferMeter uploads, bool verify, ServerWork work) : IQuicPeerHandler
{
    private readonly Stack<StreamResponder> _idle = new();

    public void OnConnected(QuicStreamPeer peer)
    {
    }

    public IQuicStreamHandler OnStream(QuicStreamPeer peer, QuicChannel stream)
    {
        var responder = _idle.TryPop(out var idle) ? idle : new StreamResponder(this, uploads, verify, work);
        responder.Reset();
        return responder;
    }

    public void OnClosed(QuicStreamPeer peer, QuicException error)
    {
    }

    public void Return(StreamResponder responder) => _idle.Push(responder);
}
