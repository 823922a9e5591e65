using System.Text;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Shared.MessageStreams;

namespace ProtoBench.Protocols.StreamSockets;

/// <summary>A connection that waits in epoll, so that it can send while it receives.</summary>
internal sealed class AsyncStreamConnection(ByteChannel channel, ConnectionFacts facts, bool verifyContent)
    : StreamConnection(channel, facts, verifyContent), IMessageStreamConnection, IPhasedConnection, IResettableConnection
{
    private readonly ByteChannel _channel = channel;

    public ConnectionPhases Phases { get; init; }

    public void Reset() => _channel.Reset();

    public async ValueTask<IMessageStream> OpenStreamAsync(string application, CancellationToken cancellationToken)
    {
        ApplicationHost.Check(application);
        cancellationToken.ThrowIfCancellationRequested();
        Begin();
        var name = Encoding.ASCII.GetBytes(application);
        await _channel.SendAsync(Pack(new RequestFrame(FrameKind.Messages, name.Length, 0), name), cancellationToken).ConfigureAwait(false);
        return new FramedMessageStream(new ChannelDuplex(_channel));
    }
}
