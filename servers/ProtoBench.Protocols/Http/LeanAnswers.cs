using System.Buffers.Text;
using System.Text;
using ProtoBench.Contract;
using ProtoBench.Protocols.Lean.Servers;

namespace ProtoBench.Protocols.Http;

/// <summary>
/// The lean server's side of one connection of HTTP/1.1: <c>/x?r=N</c> reads the request's content and answers N payload bytes, <c>/</c>
/// says so. Requests may be pipelined; their answers leave together.
/// </summary>
internal sealed class LeanAnswers(EndpointSettings settings) : Conversation
{
    private const int LongestTarget = 256;

    private readonly bool _verifyContent = settings.VerifyContent;
    private readonly ServerWork _work = new(settings.ServerWork);
    private ServedHead _head;
    private int _status;
    private long _responseBytes;
    private long _seen;
    private bool _inContent;

    public override int Take(ReadOnlySpan<byte> bytes, AnswerQueue answers)
    {
        var taken = 0;
        while (!IsOver)
        {
            if (!_inContent)
            {
                var rest = bytes[taken..];
                if (rest.IsEmpty || !answers.HasRoom() || !ServedHead.TryRead(rest, out _head))
                {
                    return taken;
                }

                if (_head.Refusal != 0)
                {
                    Refuse(_head.Refusal, answers);
                    return bytes.Length;
                }

                (_status, _responseBytes) = Route(rest.Slice(_head.TargetStart, _head.TargetBytesCount));
                taken += _head.Bytes;
                (_seen, _inContent) = (0, true);
                if (_head.AwaitsContinue && taken == bytes.Length)
                {
                    "HTTP/1.1 100 Continue\r\n\r\n"u8.CopyTo(answers.Reserve());
                    answers.Written("HTTP/1.1 100 Continue\r\n\r\n"u8.Length);
                }
            }

            var part = (int)Math.Min(bytes.Length - taken, _head.ContentLength - _seen);
            if (_verifyContent && !IsAsAgreed(bytes.Slice(taken, part)))
            {
                Refuse(400, answers);
                return bytes.Length;
            }

            taken += part;
            _seen += part;
            if (_seen < _head.ContentLength)
            {
                return taken;
            }

            _inContent = false;
            Answer(answers);
        }

        return taken;
    }

    private void Answer(AnswerQueue answers)
    {
        if (_status != 200)
        {
            AnswerText(_status, answers);
        }
        else if (_responseBytes < 0)
        {
            AnswerText(200, answers);
        }
        else
        {
            _work.Do();
            WriteHead(200, _responseBytes, answers);
            if (_head.Method != ServedMethod.Head)
            {
                answers.AddPayload(_responseBytes);
            }
        }

        IsOver = _head.Closes;
    }

    private void Refuse(int status, AnswerQueue answers)
    {
        _head = default;
        AnswerText(status, answers, closes: true);
        IsOver = true;
    }

    private (int Status, long Bytes) Route(ReadOnlySpan<byte> target)
    {
        if (_head.Method == ServedMethod.Other)
        {
            return (405, 0);
        }

        target = PathOf(target);
        if (target.SequenceEqual("/"u8))
        {
            return (200, -1);
        }

        if (target.Length > LongestTarget)
        {
            return (404, 0);
        }

        Span<char> text = stackalloc char[LongestTarget];
        var known = new RequestTarget(text[..Encoding.Latin1.GetChars(target, text)]);
        return known.Path is not "/x" ? (404, 0)
            : known.Number('r') is <= int.MaxValue and { } bytes ? (200, bytes)
            : (400, 0);
    }

    // A server has to accept the form for proxies too: http://HOST/x (RFC 9112, 3.2.2).
    private static ReadOnlySpan<byte> PathOf(ReadOnlySpan<byte> target)
    {
        if (!target.StartsWith("http://"u8))
        {
            return target;
        }

        var behind = target["http://".Length..];
        return behind.IndexOf((byte)'/') is >= 0 and var slash ? behind[slash..] : "/"u8;
    }

    private bool IsAsAgreed(ReadOnlySpan<byte> content)
    {
        try
        {
            Payload.Verify(content, _seen);
            return true;
        }
        catch (BadResponseException)
        {
            return false;
        }
    }

    private void AnswerText(int status, AnswerQueue answers, bool closes = false)
    {
        var text = TextOf(status);
        WriteHead(status, text.Length, answers, closes);
        if (_head.Method != ServedMethod.Head)
        {
            text.CopyTo(answers.Reserve());
            answers.Written(text.Length);
        }
    }

    private void WriteHead(int status, long bytes, AnswerQueue answers, bool closes = false)
    {
        var place = answers.Reserve();
        var written = Append(place, 0, StatusLine(status));
        written = Append(place, written, "\r\nContent-Length: "u8);
        Utf8Formatter.TryFormat(bytes, place[written..], out var digits);
        written += digits;
        written = Append(place, written, "\r\nDate: "u8);
        written = Append(place, written, HttpDate.Now);
        if (status == 405)
        {
            written = Append(place, written, "\r\nAllow: GET, HEAD, POST"u8);
        }

        if (closes || _head.Closes)
        {
            written = Append(place, written, "\r\nConnection: close"u8);
        }
        else if (_head.TellsKeepAlive)
        {
            written = Append(place, written, "\r\nConnection: keep-alive"u8);
        }

        answers.Written(Append(place, written, "\r\n\r\n"u8));
    }

    private static int Append(Span<byte> place, int at, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(place[at..]);
        return at + bytes.Length;
    }

    private static ReadOnlySpan<byte> StatusLine(int status) => status switch
    {
        200 => "HTTP/1.1 200 OK"u8,
        400 => "HTTP/1.1 400 Bad Request"u8,
        404 => "HTTP/1.1 404 Not Found"u8,
        405 => "HTTP/1.1 405 Method Not Allowed"u8,
        411 => "HTTP/1.1 411 Length Required"u8,
        414 => "HTTP/1.1 414 URI Too Long"u8,
        417 => "HTTP/1.1 417 Expectation Failed"u8,
        431 => "HTTP/1.1 431 Request Header Fields Too Large"u8,
        501 => "HTTP/1.1 501 Not Implemented"u8,
        505 => "HTTP/1.1 505 HTTP Version Not Supported"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "the lean server has no such answer"),
    };

    private static ReadOnlySpan<byte> TextOf(int status) => status switch
    {
        200 => "This is a lean server of ProtoBench.\n/x?r=BYTES  reads what is sent and answers with that many bytes\n"u8,
        400 => "the request or its content is not as RFC 9112 and ProtoBench have it\n"u8,
        404 => "the paths are / and /x?r=BYTES\n"u8,
        405 => "the methods are GET, HEAD and POST\n"u8,
        411 => "content needs a Content-Length here\n"u8,
        414 or 431 => "the head of a request has 16 KiB at most\n"u8,
        417 => "the one expectation is 100-continue\n"u8,
        501 => "there are no transfer codings here\n"u8,
        505 => "the version is HTTP/1.1\n"u8,
        _ => default,
    };
}
