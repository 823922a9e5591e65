using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using Grpc.Core;
using ProtoBench.Contract;
using ProtoBench.Protocols.Lean.Exchanges;

namespace ProtoBench.Protocols.Grpc;

/// <summary>
/// Reads the responses to unary calls. Of a user's call the message is counted and dropped; that of an exchange must hold the payload that
/// was asked for.
/// </summary>
internal sealed class LeanCallReader(bool verify) : ICallReader
{
    private const int OkStatus = 200;

    // A tag and a length of 32 bits.
    private const int MostHeadBytes = 6;

    private readonly byte[] _head = new byte[MostHeadBytes];
    private LeanRequest _request = null!;
    private Part _part;
    private int _headBytes;
    private long _left;
    private int _messages;
    private int _status;
    private string? _detail;

    private enum Part
    {
        Prefix,
        PayloadHead,
        Content,
    }

    public int Status => Math.Max(_status, 0);

    public long Received { get; private set; }

    public bool AwaitsTrailer => _messages == 1 && _part == Part.Prefix && _headBytes == 0;

    public void Begin(LeanRequest request)
    {
        _request = request;
        (_part, _headBytes, _left, _messages, _status, _detail, Received) = (Part.Prefix, 0, 0, 0, -1, null, 0);
    }

    public void Take(ReadOnlySpan<byte> piece)
    {
        while (!piece.IsEmpty)
        {
            switch (_part)
            {
                case Part.Prefix:
                    TakePrefix(ref piece);
                    break;
                case Part.PayloadHead:
                    TakePayloadHead(ref piece);
                    break;
                default:
                    TakeContent(ref piece);
                    break;
            }
        }
    }

    public void Field(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.SequenceEqual("grpc-status"u8))
        {
            _status = Utf8Parser.TryParse(value, out int status, out var used) && used == value.Length && status >= 0
                ? status
                : (int)StatusCode.Unknown;
        }
        else if (!value.IsEmpty && name.SequenceEqual("grpc-message"u8))
        {
            // Only failures have one.
            _detail = Uri.UnescapeDataString(Encoding.UTF8.GetString(value));
        }
    }

    public BadResponseException? Judge(int httpStatus)
    {
        if (httpStatus != OkStatus && _status < 0)
        {
            return new BadResponseException($"HTTP status {httpStatus} to {_request.Target[1..]}, and no grpc-status");
        }

        if (_status < 0)
        {
            return new BadResponseException("the response has no grpc-status");
        }

        var status = new Status((StatusCode)_status, _detail ?? "");
        if (_request.User is { } user)
        {
            return !user.Expected.Contains(_status) ? RpcOutcome.Unexpected(user, status, null) : JudgeMessages();
        }

        if (_status != (int)StatusCode.OK)
        {
            return new BadResponseException($"grpc-status {GrpcStatusNames.Of(status.StatusCode)}: {_detail ?? "no message"}");
        }

        return JudgeMessages() ?? (Received == _request.ResponseBytes
            ? null
            : new BadResponseException($"the response has {Received} bytes, asked for were {_request.ResponseBytes}"));
    }

    private BadResponseException? JudgeMessages()
    {
        if (_part != Part.Prefix || _headBytes != 0)
        {
            return new BadResponseException("the response ends in the middle of a message");
        }

        return _status == (int)StatusCode.OK && _messages != 1
            ? new BadResponseException($"the call ended with OK and {_messages} messages; one is owed")
            : null;
    }

    private void TakePrefix(ref ReadOnlySpan<byte> piece)
    {
        Gather(ref piece, LeanCalls.PrefixBytes);
        if (_headBytes < LeanCalls.PrefixBytes)
        {
            return;
        }

        if (_head[0] != 0)
        {
            throw new BadResponseException("the response's message is compressed, and nothing of that was offered");
        }

        _left = BinaryPrimitives.ReadUInt32BigEndian(_head.AsSpan(1));
        _headBytes = 0;
        if (_left == 0)
        {
            _messages++;
            return;
        }

        _part = _request.User is null ? Part.PayloadHead : Part.Content;
    }

    // The payload is the only field that a reply has.
    private void TakePayloadHead(ref ReadOnlySpan<byte> piece)
    {
        const int tagBytes = 1;
        while (!piece.IsEmpty && _part == Part.PayloadHead)
        {
            Gather(ref piece, _headBytes + 1);
            _left--;
            var last = _headBytes > tagBytes && _head[_headBytes - 1] < 0x80;
            if (!last && (_headBytes == MostHeadBytes || _left == 0))
            {
                throw Malformed();
            }

            if (last)
            {
                if (_head[0] != LeanCalls.PayloadTag || Number(_head.AsSpan(tagBytes, _headBytes - tagBytes)) != _left)
                {
                    throw Malformed();
                }

                _headBytes = 0;
                EndPart(Part.Content);
            }
        }
    }

    private void TakeContent(ref ReadOnlySpan<byte> piece)
    {
        var content = piece[..(int)Math.Min(_left, piece.Length)];
        Payload.VerifyIf(verify && _request.User is null, content, Received);
        Received += content.Length;
        _left -= content.Length;
        piece = piece[content.Length..];
        EndPart(Part.Content);
    }

    private void EndPart(Part next)
    {
        _part = _left == 0 ? Part.Prefix : next;
        _messages += _left == 0 ? 1 : 0;
    }

    private void Gather(ref ReadOnlySpan<byte> piece, int wanted)
    {
        var taken = Math.Min(wanted - _headBytes, piece.Length);
        piece[..taken].CopyTo(_head.AsSpan(_headBytes));
        _headBytes += taken;
        piece = piece[taken..];
    }

    private static long Number(ReadOnlySpan<byte> octets)
    {
        long value = 0;
        for (var i = 0; i < octets.Length; i++)
        {
            value |= (long)(octets[i] & 0x7F) << (7 * i);
        }

        return value;
    }

    private static BadResponseException Malformed() => new("the response's message is malformed: it is no reply with a payload");
}
