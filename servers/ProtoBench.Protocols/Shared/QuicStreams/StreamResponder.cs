using System.Buffers.Binary;
using System.Text;
using ProtoBench.Contract;
using ProtoBench.Contract.Duplicates;
using ProtoBench.Protocols.Http;
using ProtoBench.Protocols.Shared.MessageStreams;
using ProtoBench.Quic.Options;
using ProtoBench.Quic.Streams;

namespace ProtoBench.Protocols.Shared.QuicStreams;

/// <summary>Answers one stream: reads the command, then sends payload or counts it.</summary>
internal sealed class StreamResponder(StreamServerPeer owner, TransferMeter uploads, EndpointSettings settings) : IQuicStreamHandler
{
    private readonly bool _verify = settings.VerifyContent;
    private readonly ServerWork _work = new(settings.ServerWork, settings.Requests);
    private readonly byte[] _head = new byte[StreamCommand.Length];
    private int _headLength;
    private StreamCommand _command;
    private readonly byte[] _id = new byte[RequestId.Bytes];
    private long _received;
    private long _sent;

    // The name of the application that the client wants, and the stream once it has been said.
    private byte[] _name = [];
    private int _nameLength;
    private QuicDuplex? _messages;

    public void Reset()
    {
        _command = default;
        _messages = null;
        _nameLength = 0;
        _headLength = 0;
        _received = 0;
        _sent = 0;
    }

    public void OnOpened(QuicChannel stream)
    {
    }

    public int OnBytes(QuicChannel stream, ReadOnlySpan<byte> bytes)
    {
        if (_messages is not null)
        {
            return _messages.OnBytes(stream, bytes);
        }

        var length = bytes.Length;
        var payload = TakeHead(bytes);
        if (_headLength == StreamCommand.Length && _command.Kind is StreamCommandKind.Messages or StreamCommandKind.Datagrams)
        {
            var rest = TakeName(stream, payload);
            return length - rest.Length + (_messages?.OnBytes(stream, rest) ?? rest.Length);
        }

        if (payload.IsEmpty)
        {
            return length;
        }

        try
        {
            Payload.VerifyIf(_verify, payload, _received);
        }
        catch (BadResponseException)
        {
            stream.Abort(PlainDialect.Refused);
        }

        if (_work.ReadsIds && _received < _id.Length)
        {
            payload[..(int)Math.Min(payload.Length, _id.Length - _received)].CopyTo(_id.AsSpan((int)_received));
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
        if (_messages is not null)
        {
            _messages.OnEnd(stream);
            return;
        }

        switch (_headLength == StreamCommand.Length ? _command.Kind : default)
        {
            case StreamCommandKind.Exchange:
                _work.TryDo(_work.ReadsIds && _received >= _id.Length ? RequestId.Read(_id) : default);
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
        if (_messages is not null)
        {
            _messages.OnSendSpace(stream);
            return;
        }

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

    public void OnPeerReset(QuicChannel stream, ulong errorCode)
    {
        _messages?.OnPeerReset(stream, errorCode);
        stream.ResetSending(PlainDialect.Cancelled);
    }

    public void OnPeerStopped(QuicChannel stream, ulong errorCode) => _messages?.OnPeerStopped(stream, errorCode);

    public void OnClosed(QuicChannel stream, QuicException? error)
    {
        _messages?.OnClosed(stream, error);
        _messages = null;
        owner.Return(this);
    }

    /// <summary>What follows the application's name, which starts it once it is whole.</summary>
    private ReadOnlySpan<byte> TakeName(QuicChannel stream, ReadOnlySpan<byte> bytes)
    {
        if (_command.MessageBytes is < 1 or > ApplicationHost.LongestName)
        {
            stream.Abort(PlainDialect.Refused);
            return [];
        }

        if (_name.Length == 0)
        {
            _name = new byte[ApplicationHost.LongestName];
        }

        var taken = Math.Min(bytes.Length, _command.MessageBytes - _nameLength);
        bytes[..taken].CopyTo(_name.AsSpan(_nameLength));
        _nameLength += taken;
        if (_nameLength == _command.MessageBytes)
        {
            var duplex = new QuicDuplex(stream.Peer, PlainDialect.Cancelled, begin: null, status: 0);
            duplex.Attach(stream);
            _messages = duplex;
            var (name, messages) = (Encoding.ASCII.GetString(_name, 0, _nameLength), new FramedMessageStream(duplex));
            IMessageStream told = _command.Kind == StreamCommandKind.Datagrams
                ? QuicDatagramFlow.Serve((QuicStreamPeer)stream.Peer, messages)
                : messages;
            _ = Task.Run(() => ApplicationHost.RunAsync(settings.Applications, name, told, messages.FailAsync, duplex.Closed));
        }

        return bytes[taken..];
    }

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
