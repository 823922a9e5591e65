using ProtoBench.Contract;
using ProtoBench.Protocols.Shared.MessageStreams;
using ProtoBench.Protocols.Shared.QuicStreams;
using ProtoBench.Quic.Streams;

namespace ProtoBench.Protocols.Quic;

/// <summary>A connection that has flows of datagrams (RFC 9221) beside its streams.</summary>
internal sealed class QuicFlowConnection(QuicStreamPeer peer, PlainDialect dialect, ConnectionFacts facts, EndpointSettings settings)
    : StreamConnection(dialect, facts, settings), IDatagramFlowConnection
{
    public async ValueTask<IMessageStream> OpenFlowAsync(string application, CancellationToken cancellationToken)
    {
        ApplicationHost.Check(application);
        var duplex = await OpenBytesAsync(
            stream => dialect.BeginDatagrams(stream, application),
            opened => dialect.OpenMessages(opened, application),
            form: null,
            cancellationToken).ConfigureAwait(false);
        return QuicDatagramFlow.Open(peer, new FramedMessageStream(duplex));
    }
}
