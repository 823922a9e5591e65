using System.Buffers.Binary;
using System.Diagnostics;
using ProtoBench.Contract;
using ProtoBench.Protocols.Lean.Hpack;

namespace ProtoBench.Protocols.Lean.Http2;

/// <summary>What the server's frames mean (RFC 9113, 6). Belongs to the connection's lock.</summary>
internal sealed class ServerFrames(SendQueue sending, StreamTable streams, ServerNotices notices) : IFrameReader
{
    private const int PriorityBytes = 5;
    private const int PingBytes = 8;
    private const int GoAwayBytes = 8;
    private const int NoContent = 204;
    private const int NotModified = 304;

    // Both sides' table (RFC 9113, 6.5.2) has its initial size.
    private const int TableBytes = 4096;

    // Far above what any server sends; without an end, a connection would take all memory there is.
    private const int MostBlockBytes = 1024 * 1024;

    private readonly HpackDecoder _decoder = new(TableBytes);
    private readonly ResponseFields _fields = new();
    private readonly ServerSettings _settings = new(sending, notices);
    private byte[] _block = [];
    private int _blockBytes;
    private int _blockStream;
    private bool _blockEnds;
    private bool _settingsSeen;
    private int _consumed;
    private long _window = Http2Windows.ConnectionBytes;

    /// <summary>The error that the server has ended the connection with, by its name; null: none so far.</summary>
    public string? GoAwayError { get; private set; }

    /// <summary>
    /// Was the last frame the head of a response whose content is still to come, or the content of a call without its trailer?
    /// </summary>
    public bool EndsWithHead { get; private set; }

    /// <summary>For an exchange that the server has not looked at, and never will.</summary>
    public static ConnectionEndedException Unread(string error) =>
        new($"the server has ended the connection with GOAWAY and {error}, and a connection never reconnects");

    public void Frame(FrameType type, FrameFlags flags, int stream, ReadOnlySpan<byte> payload)
    {
        if (!_settingsSeen && type != FrameType.Settings)
        {
            throw new Http2Exception(ErrorCode.Protocol, "the server does not speak HTTP/2: its first frame is no SETTINGS");
        }

        if (_blockStream != 0 && (type != FrameType.Continuation || stream != _blockStream))
        {
            throw new Http2Exception(ErrorCode.Protocol, "the server sent another frame within a header block");
        }

        EndsWithHead = false;
        switch (type)
        {
            case FrameType.Headers:
                BeginBlock(flags, stream, payload);
                break;
            case FrameType.Continuation:
                ContinueBlock(flags, payload);
                break;
            case FrameType.Reset:
                Reset(stream, payload);
                break;
            case FrameType.Settings:
                ReadSettings(flags, stream, payload);
                break;
            case FrameType.Ping:
                Answer(flags, payload);
                break;
            case FrameType.GoAway:
                GoAway(payload);
                break;
            case FrameType.WindowUpdate:
                Widen(stream, payload);
                break;
            case FrameType.PushPromise:
                throw new Http2Exception(ErrorCode.Protocol, "the server pushed, which SETTINGS forbids");
            default:
                // PRIORITY means nothing to a client, and unknown kinds are to be ignored (4.1).
                break;
        }
    }

    public void Data(int stream, ReadOnlySpan<byte> piece, int counted, bool ends)
    {
        if (!_settingsSeen || _blockStream != 0)
        {
            throw new Http2Exception(ErrorCode.Protocol, "the server sent content where it must not");
        }

        EndsWithHead = false;
        Count(counted);
        if (streams.Find(stream) is not { } open)
        {
            return;
        }

        open.ReceiveWindow -= counted;
        if (open.ReceiveWindow < 0)
        {
            throw new Http2Exception(ErrorCode.FlowControl, $"the server sent more on stream {stream} than its window");
        }

        if (!open.HasHead)
        {
            streams.Reset(open, ErrorCode.Protocol, new BadResponseException("the response's content came before its header"));
            return;
        }

        try
        {
            open.Response.Take(piece);
        }
        catch (BadResponseException error)
        {
            streams.Reset(open, ErrorCode.Cancel, error);
            return;
        }

        if (ends)
        {
            End(open);
            return;
        }

        EndsWithHead = open.Response.Call?.AwaitsTrailer == true;
        open.Consumed += counted;
        if (open.Consumed >= Http2Windows.StreamBytes / 2)
        {
            sending.Frames.Number(FrameType.WindowUpdate, stream, (uint)open.Consumed);
            open.ReceiveWindow += open.Consumed;
            open.Consumed = 0;
        }
    }

    private void Count(int counted)
    {
        _window -= counted;
        _consumed += counted;
        if (_window < 0)
        {
            throw new Http2Exception(ErrorCode.FlowControl, "the server sent more than the connection's window");
        }

        if (_consumed >= Http2Windows.ConnectionBytes / 2)
        {
            sending.Frames.Number(FrameType.WindowUpdate, 0, (uint)_consumed);
            _window += _consumed;
            _consumed = 0;
        }
    }

    private void BeginBlock(FrameFlags flags, int stream, ReadOnlySpan<byte> payload)
    {
        if (stream == 0)
        {
            throw new Http2Exception(ErrorCode.Protocol, "the server sent a header of no stream");
        }

        var ends = flags.Has(FrameFlags.EndStream);
        var padding = 0;
        if (flags.Has(FrameFlags.Padded))
        {
            padding = payload.IsEmpty ? throw TooShort(FrameType.Headers) : payload[0];
            payload = payload[1..];
        }

        if (flags.Has(FrameFlags.Priority))
        {
            payload = payload.Length >= PriorityBytes ? payload[PriorityBytes..] : throw TooShort(FrameType.Headers);
        }

        if (padding > payload.Length)
        {
            throw new Http2Exception(ErrorCode.Protocol, "the server sent more padding than its frame is long");
        }

        payload = payload[..^padding];
        if (flags.Has(FrameFlags.EndHeaders))
        {
            ReadBlock(stream, ends, payload);
            return;
        }

        (_blockStream, _blockEnds, _blockBytes) = (stream, ends, 0);
        Keep(payload);
    }

    private void ContinueBlock(FrameFlags flags, ReadOnlySpan<byte> payload)
    {
        if (_blockStream == 0)
        {
            throw new Http2Exception(ErrorCode.Protocol, "the server continued a header block that it had not begun");
        }

        Keep(payload);
        if (flags.Has(FrameFlags.EndHeaders))
        {
            var stream = _blockStream;
            _blockStream = 0;
            ReadBlock(stream, _blockEnds, _block.AsSpan(0, _blockBytes));
        }
    }

    private void Keep(ReadOnlySpan<byte> payload)
    {
        var needed = _blockBytes + payload.Length;
        if (needed > MostBlockBytes)
        {
            throw new Http2Exception(ErrorCode.EnhanceYourCalm, $"the server sent a header of more than {MostBlockBytes} bytes");
        }

        if (needed > _block.Length)
        {
            Array.Resize(ref _block, 2 * needed);
        }

        payload.CopyTo(_block.AsSpan(_blockBytes));
        _blockBytes = needed;
    }

    private void ReadBlock(int id, bool ends, ReadOnlySpan<byte> block)
    {
        // Also where nobody waits for it any more: the table must stay in step.
        var stream = streams.Find(id);
        _fields.Begin(stream);
        try
        {
            _decoder.Decode(block, _fields);
        }
        catch (HpackException error)
        {
            throw new Http2Exception(ErrorCode.Compression, error.Message);
        }

        if (stream is null)
        {
            return;
        }

        if (stream.Timed && stream.FirstByteAt == 0)
        {
            stream.FirstByteAt = Stopwatch.GetTimestamp();
        }

        if (_fields.Complain(stream, ends) is { } complaint)
        {
            streams.Reset(stream, ErrorCode.Protocol, new BadResponseException(complaint));
            return;
        }

        stream.HasHead |= !stream.Response.IsInterim;
        EndsWithHead = stream.HasHead && !ends;
        if (ends)
        {
            End(stream);
        }
    }

    private void End(LeanStream stream)
    {
        var declared = stream.DeclaredBytes;
        var bare = stream.Request.IsHead || stream.Response.Status is NoContent or NotModified;
        var failure = declared >= 0 && declared != stream.Response.Received && !bare
            ? new BadResponseException($"the response has {stream.Response.Received} bytes, and its header says {declared}")
            : stream.Request.Judge(stream.Response);
        if (!stream.Left.IsEmpty)
        {
            // The server has answered without the rest of the request; it is not sent (RFC 9113, 8.1).
            sending.Frames.Number(FrameType.Reset, stream.Id, ErrorCode.None);
        }

        streams.Finish(stream, failure);
    }

    private void Reset(int id, ReadOnlySpan<byte> payload)
    {
        if (payload.Length != sizeof(uint))
        {
            throw TooShort(FrameType.Reset);
        }

        var code = BinaryPrimitives.ReadUInt32BigEndian(payload);
        if (streams.Find(id) is not { } stream || (code == ErrorCode.RefusedStream && streams.TryAgain(stream)))
        {
            return;
        }

        streams.Finish(stream, code == ErrorCode.RefusedStream
            ? new ConnectionEndedException("the server refused the stream (REFUSED_STREAM)")
            : new IOException($"the server reset the stream with {ErrorCode.NameOf(code)}"));
    }

    private void ReadSettings(FrameFlags flags, int stream, ReadOnlySpan<byte> payload)
    {
        if (flags.Has(FrameFlags.Acknowledge))
        {
            return;
        }

        if (stream != 0 || payload.Length % ServerSettings.EntryBytes != 0)
        {
            throw TooShort(FrameType.Settings);
        }

        var most = _settings.Read(payload);
        _settingsSeen = true;
        sending.Frames.Frame(FrameType.Settings, FrameFlags.Acknowledge, 0, []);
        streams.Settle(most);
        sending.Fill();
    }

    private void Answer(FrameFlags flags, ReadOnlySpan<byte> payload)
    {
        if (payload.Length != PingBytes)
        {
            throw TooShort(FrameType.Ping);
        }

        if (!flags.Has(FrameFlags.Acknowledge))
        {
            sending.Frames.Frame(FrameType.Ping, FrameFlags.Acknowledge, 0, payload);
        }
    }

    private void GoAway(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < GoAwayBytes)
        {
            throw TooShort(FrameType.GoAway);
        }

        var last = (int)(BinaryPrimitives.ReadUInt32BigEndian(payload) & int.MaxValue);
        var code = BinaryPrimitives.ReadUInt32BigEndian(payload[sizeof(uint)..]);
        if (code == ErrorCode.None)
        {
            notices.Close("GOAWAY");
        }
        else
        {
            GoAwayError = ErrorCode.NameOf(code);
        }

        // What comes after the last one the server will look at may be done again elsewhere (RFC 9113, 6.8).
        streams.FailWaiting(NotRead);
        foreach (var stream in streams.Open().Where(stream => stream.Id > last).ToArray())
        {
            streams.Finish(stream, NotRead());
        }

        Exception NotRead() => GoAwayError is { } error
            ? Unread(error)
            : Exchanges.Endings.Refuse(notices.Closing, null);
    }

    private void Widen(int id, ReadOnlySpan<byte> payload)
    {
        if (payload.Length != sizeof(uint))
        {
            throw TooShort(FrameType.WindowUpdate);
        }

        var more = (int)(BinaryPrimitives.ReadUInt32BigEndian(payload) & int.MaxValue);
        if (more == 0)
        {
            throw new Http2Exception(ErrorCode.Protocol, "the server widened a window by nothing");
        }

        if (id == 0)
        {
            sending.Window += more;
        }
        else if (streams.Find(id) is { } stream)
        {
            stream.SendWindow += more;
        }

        if (sending.Window > int.MaxValue)
        {
            throw new Http2Exception(ErrorCode.FlowControl, "the server widened the connection's window beyond what there is");
        }

        sending.Fill();
    }

    private static Http2Exception TooShort(FrameType type) =>
        new(ErrorCode.FrameSize, $"a frame of the server's has a wrong length ({type})");
}
