using ProtoBench.Contract;

namespace ProtoBench.Protocols.StreamSockets;

/// <summary>A connection that waits inside system calls; its asynchronous calls, too, have completed when they return.</summary>
internal sealed class BlockingStreamConnection(BlockingByteChannel channel, ConnectionFacts facts, bool verifyContent)
    : StreamConnection(channel, facts, verifyContent), IBlockingConnection
{
    private readonly BlockingByteChannel _channel = channel;
    private readonly bool _verifyContent = verifyContent;

    public void Exchange(ReadOnlySpan<byte> request, int responseBytes)
    {
        MessageLimits.Check(request.Length, responseBytes, ProtocolTraits.LargestMessageBytes);
        Begin();
        try
        {
            using var held = _channel.Hold();
            var first = Pack(new RequestFrame(FrameKind.Exchange, request.Length, responseBytes), request);
            _channel.Send(held, first.Span);
            if (PayloadIn(first) < request.Length)
            {
                _channel.Send(held, request[PayloadIn(first)..]);
            }

            var buffer = ResponseBuffer(responseBytes);
            var response = new ResponseProgress(responseBytes, _verifyContent);
            while (!response.IsComplete)
            {
                response.Take(buffer, _channel.Receive(held, buffer.AsSpan(response.BufferOffset)));
            }

            Succeeded();
        }
        finally
        {
            EndUnlessUsable();
        }
    }
}
