using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using ProtoBench.Quic.Options;

namespace ProtoBench.Quic.Kestrel;

/// <summary>A listening endpoint whose connections Kestrel accepts once their handshake is complete.</summary>
internal sealed class KestrelQuicListener : IMultiplexedConnectionListener
{
    // RFC 9114, section 8.1: H3_NO_ERROR.
    private const ulong NoError = 0x100;

    private readonly Channel<MultiplexedConnectionContext> _accepted = Channel.CreateUnbounded<MultiplexedConnectionContext>();
    private readonly QuicListener _listener;

    public KestrelQuicListener(QuicOptions options)
    {
        _listener = QuicListener.Start(options, () => new KestrelQuicConnection(this), NoError);
    }

    public EndPoint EndPoint => _listener.EndPoint;

    public async ValueTask<MultiplexedConnectionContext?> AcceptAsync(
        IFeatureCollection? features = null, CancellationToken cancellationToken = default)
    {
        while (await _accepted.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_accepted.Reader.TryRead(out var connection))
            {
                return connection;
            }
        }

        return null;
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        // Connections go on until the listener is disposed; only nobody new is let in.
        _accepted.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _accepted.Writer.TryComplete();
        await _listener.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>False when nobody accepts any more.</summary>
    internal bool Offer(KestrelQuicConnection connection) => _accepted.Writer.TryWrite(connection);
}
