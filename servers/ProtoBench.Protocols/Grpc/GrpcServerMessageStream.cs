using Google.Protobuf;
using Grpc.Core;
using ProtoBench.Contract;
using ProtoBench.Protocols.Grpc.V1;

namespace ProtoBench.Protocols.Grpc;

/// <summary>
/// The server's side of <see cref="GrpcMessageStream"/>. A server's response ends with its handler, so the end of this side is a message
/// too.
/// </summary>
internal sealed class GrpcServerMessageStream(
    IAsyncStreamReader<StreamMessage> requests, IServerStreamWriter<StreamMessage> responses) : IMessageStream
{
    private readonly StreamMessage _message = new();
    private bool _ended;
    private bool _peerEnded;

    public async ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        if (_ended)
        {
            throw new InvalidOperationException("this side of the stream has been ended");
        }

        _message.Payload = UnsafeByteOperations.UnsafeWrap(message);
        await WriteAsync(_message, cancellationToken);
    }

    public async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        if (!_ended)
        {
            _ended = true;
            await WriteAsync(new StreamMessage { End = true }, cancellationToken);
        }
    }

    /// <summary>Neither side goes on: the handler returns and tells why.</summary>
    public ValueTask LeaveAsync()
    {
        _ended = _peerEnded = true;
        return ValueTask.CompletedTask;
    }

    public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken)
    {
        if (_peerEnded)
        {
            return null;
        }

        try
        {
            if (!await requests.MoveNext(cancellationToken))
            {
                throw new EndOfStreamException("the client has left without ending the stream");
            }
        }
        catch (Exception error) when (error is InvalidOperationException or RpcException)
        {
            // How the library tells that the call is over.
            throw new IOException(error.Message, error);
        }

        _peerEnded = requests.Current.End;
        return _peerEnded ? (ReadOnlyMemory<byte>?)null : requests.Current.Payload.Memory;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async ValueTask WriteAsync(StreamMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await responses.WriteAsync(message, cancellationToken);
        }
        catch (Exception error) when (error is InvalidOperationException or RpcException)
        {
            throw new IOException(error.Message, error);
        }
    }
}
