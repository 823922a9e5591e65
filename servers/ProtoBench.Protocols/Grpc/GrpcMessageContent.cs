using System.Buffers;
using System.Net;
using Google.Protobuf;

namespace ProtoBench.Protocols.Grpc;

/// <summary>A request body of one message, in a buffer that serves one request after the other.</summary>
internal sealed class GrpcMessageContent : HttpContent
{
    private readonly ArrayBufferWriter<byte> _frame = new();

    /// <summary>Makes <paramref name="message"/> the body of the next request.</summary>
    public void Message(IMessage message)
    {
        _frame.ResetWrittenCount();
        GrpcFrame.Write(_frame, message);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        stream.WriteAsync(_frame.WrittenMemory, cancellationToken).AsTask();

    /// <summary>Unknown on purpose: gRPC's clients send no Content-Length.</summary>
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
