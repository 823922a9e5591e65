using System.Buffers.Binary;
using ProtoBench.Contract;
using ProtoBench.Protocols.Http;
using ProtoBench.Quic.Connections;
using ProtoBench.Quic.Options;

namespace ProtoBench.Protocols.Shared.QuicStreams;

/// <summary>Answers one stream: reads the command, then sends payload or counts it.</summary>
internal sealed class StreamResponder(StreamServerPeer owner, TransferMeter uploads, bool verify, ServerWork work) : IQuicStreamHandler
{
    private readonly byte[] _head = new byte[StreamCommand.Length];
    private int _headLength;
    private StreamCommand _command;
    private long _received;
    private long _sent;

    public void Reset()
    {
        _headLength = 0;
        _received = 0;
        _sent = 0;
    }

    public void OnOpened(QuicChannel stream)
    {
    }

    public int OnBytes(QuicChannel stream, ReadOnlySpan<byte> bytes)
    {
        var length = bytes.Length;
        var payload = TakeHead(bytes);
        if (payload.IsEmpty)
        {
            return length;
        }

        try
        {
            Payload.VerifyIf(verify, payload, _received);
        }
        catch (BadResponseException)
        {
            stream.Abort(PlainDialect.Refused);
        }

        _received += payload.Length;
        if (_command.Kind == StreamCommandKind.Upload)
        {
            uploads.Add(payload.Length);
        }

        return length;
    }

    public void OnEnd(QuicChannel stream)
    {
        switch (_headLength == StreamCommand.Length ? _command.Kind : default)
        {
            case StreamCommandKind.Exchange:
                work.Do();
                OnSendSpace(stream);
                break;
            case StreamCommandKind.Download when _command.MessageBytes > 0:
                OnSendSpace(stream);
                break;
            case StreamCommandKind.Upload:
                Span<byte> count = stackalloc byte[sizeof(long)];
                BinaryPrimitives.WriteInt64LittleEndian(count, _received);
                stream.Write(count);
                stream.Finish();
                break;
            default:
                stream.Abort(PlainDialect.Refused);
                break;
        }
    }

    public void OnSendSpace(QuicChannel stream)
    {
        var writeBytes = _command.Kind == StreamCommandKind.Download ? _command.MessageBytes : PayloadBlocks.LargestBytes;
        for (long filled = 0; filled < QuicChannel.LowWater && _sent < _command.PayloadBytes;)
        {
            var block = PayloadBlocks.At(_sent, Math.Min(writeBytes - (_sent % writeBytes), _command.PayloadBytes - _sent));
            stream.Write(block.Span);
            _sent += block.Length;
            filled += block.Length;
        }

        if (_sent >= _command.PayloadBytes)
        {
            stream.Finish();
        }
        else
        {
            stream.RequestSpace();
        }
    }

    public void OnPeerReset(QuicChannel stream, ulong errorCode) => stream.ResetSending(PlainDialect.Cancelled);

    public void OnPeerStopped(QuicChannel stream, ulong errorCode)
    {
    }

    public void OnClosed(QuicChannel stream, QuicException? error) => owner.Return(this);

    private ReadOnlySpan<byte> TakeHead(ReadOnlySpan<byte> bytes)
    {
        if (_headLength == StreamCommand.Length)
        {
            return bytes;
        }

        var taken = Math.Min(bytes.Length, StreamCommand.Length - _headLength);
        bytes[..taken].CopyTo(_head.AsSpan(_headLength));
        _headLength += taken;
        if (_headLength == StreamCommand.Length)
        {
            _command = StreamCommand.Read(_head);
        }

        return bytes[taken..];
    }
}
