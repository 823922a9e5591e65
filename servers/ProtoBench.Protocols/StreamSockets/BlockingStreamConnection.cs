using ProtoBench.Contract;
using ProtoBench.Protocols.Shared.BlockingSockets;

namespace ProtoBench.Protocols.StreamSockets;

/// <summary>A connection that waits inside system calls; its asynchronous calls, too, have completed when they return.</summary>
internal sealed class BlockingStreamConnection(BlockingByteChannel channel, ConnectionFacts facts, bool verifyContent)
    : StreamConnection(channel, facts, verifyContent), IBlockingConnection
{
    private readonly BlockingByteChannel _channel = channel;
    private readonly bool _verifyContent = verifyContent;

    // What a loop that runs alone uses; null: none does.
    private int? _lent;

    public void Exchange(ReadOnlySpan<byte> request, int responseBytes)
    {
        MessageLimits.Check(request.Length, responseBytes, ProtocolTraits.LargestMessageBytes);
        Begin();
        if (_lent is { } descriptor)
        {
            Exchange(HeldSocket.Lent(descriptor), request, responseBytes);
            return;
        }

        try
        {
            using var held = _channel.Hold();
            Exchange(held, request, responseBytes);
        }
        finally
        {
            EndUnlessUsable();
        }
    }

    public void RunAlone(Action loop)
    {
        if (!_channel.TryHoldAlone(out var held))
        {
            // On a closed connection the first exchange says so.
            loop();
            return;
        }

        try
        {
            using var given = held;
            using var unlimited = _channel.WaitWithoutLimit();
            held.RunAlone((in HeldSocket socket) =>
            {
                _lent = socket.Descriptor;
                loop();
            });
        }
        finally
        {
            // Only here, where the descriptor is everybody's again.
            _lent = null;
            EndUnlessUsable();
        }
    }

    public void GiveUp() => _channel.GiveUp();

    private void Exchange(in HeldSocket held, ReadOnlySpan<byte> request, int responseBytes)
    {
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
}
