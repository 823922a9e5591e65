using ProtoBench.Contract;
using ProtoBench.Protocols.Shared.MessageStreams;

namespace ProtoBench.Protocols.Http;

/// <summary>A connection of an HTTP version whose responses may begin while their requests are still being sent.</summary>
internal sealed class MultiplexedHttpConnection(
    HttpCarrier carrier, EndpointSettings settings) : HttpConnection(carrier, settings), IMessageStreamConnection
{
    public ValueTask<IMessageStream> OpenStreamAsync(string application, CancellationToken cancellationToken)
    {
        ApplicationHost.Check(application);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult<IMessageStream>(
            new FramedMessageStream(new RequestDuplex(Carrier, HttpRoutes.MessagesPath + application)));
    }
}
