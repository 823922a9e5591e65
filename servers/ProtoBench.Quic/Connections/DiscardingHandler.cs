using ProtoBench.Quic.Options;

namespace ProtoBench.Quic.Connections;

/// <summary>Takes what nobody wants any more, so that windows and streams are given back.</summary>
internal sealed class DiscardingHandler : IQuicStreamHandler
{
    public static DiscardingHandler Instance { get; } = new();

    public void OnOpened(QuicChannel stream)
    {
    }

    public int OnBytes(QuicChannel stream, ReadOnlySpan<byte> bytes) => bytes.Length;

    public void OnEnd(QuicChannel stream)
    {
    }

    public void OnSendSpace(QuicChannel stream)
    {
    }

    public void OnPeerReset(QuicChannel stream, ulong errorCode)
    {
    }

    public void OnPeerStopped(QuicChannel stream, ulong errorCode)
    {
    }

    public void OnClosed(QuicChannel stream, QuicException? error)
    {
    }
}
