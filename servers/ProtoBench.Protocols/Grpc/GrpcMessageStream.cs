using Google.Protobuf;
using Grpc.Core;
using ProtoBench.Contract;
using ProtoBench.Protocols.Grpc.V1;
using ProtoBench.Protocols.Http;

namespace ProtoBench.Protocols.Grpc;

/// <summary>The client's side of the call that carries one stream of messages.</summary>
/// <param name="call">The call.</param>
/// <param name="ending">Cancels the call. Owned.</param>
/// <param name="carrier">What the call goes over.</param>
/// <param name="deadline">When the call is over at the latest; null: it has no deadline.</param>
internal sealed class GrpcMessageStream(
    AsyncDuplexStreamingCall<StreamMessage, StreamMessage> call, CancellationTokenSource ending, HttpCarrier carrier, DateTime? deadline)
    : IMessageStream
{
    /// <summary>The metadata that names the application.</summary>
    public const string ApplicationHeader = "application";

    // A call's messages are written one at a time, and serialised before a write completes.
    private readonly StreamMessage _message = new();
    private bool _ended;
    private bool _peerEnded;
    private volatile bool _broken;

    public async ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        MessageSize.Check(message, 0);
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
            await WriteAsync(new StreamMessage { End = true }, cancellationToken, last: true);
        }
    }

    public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken)
    {
        if (_peerEnded)
        {
            return null;
        }

        using var cancelling = Begin(cancellationToken);
        try
        {
            if (!await call.ResponseStream.MoveNext(CancellationToken.None))
            {
                throw new EndOfStreamException("the server has left without ending the stream");
            }

            var message = call.ResponseStream.Current;
            _peerEnded = message.End;
            return message.End ? (ReadOnlyMemory<byte>?)null : message.Payload.Memory;
        }
        catch (Exception error)
        {
            throw Break(error, cancellationToken);
        }
    }

    public ValueTask DisposeAsync()
    {
        _broken = true;
        call.Dispose();
        ending.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask WriteAsync(StreamMessage message, CancellationToken cancellationToken, bool last = false)
    {
        using var cancelling = Begin(cancellationToken);
        try
        {
            await call.RequestStream.WriteAsync(message);
            if (last)
            {
                await call.RequestStream.CompleteAsync();
            }
        }
        catch (Exception error)
        {
            throw Break(error, cancellationToken);
        }
    }

    private CancellationTokenRegistration Begin(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _broken
            ? throw new IOException("the stream is broken; open another one")
            : cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), ending);
    }

    private Exception Break(Exception error, CancellationToken cancellationToken)
    {
        _broken = true;
        if (cancellationToken.IsCancellationRequested)
        {
            return new OperationCanceledException("the stream was given up", error, cancellationToken);
        }

        return error switch
        {
            RpcException failure => GrpcFailure.Translate(failure, carrier, CancellationToken.None, deadline),
            IOException or BadResponseException => error,
            _ => new IOException($"the call is broken: {error.Message}", error),
        };
    }
}
