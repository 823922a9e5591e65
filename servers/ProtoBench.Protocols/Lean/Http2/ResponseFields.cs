using ProtoBench.Protocols.Lean.Hpack;
using ProtoBench.Protocols.Lean.Http1;

namespace ProtoBench.Protocols.Lean.Http2;

/// <summary>The few fields of a response that mean something to a client which only counts (RFC 9113, 8.3.2).</summary>
internal sealed class ResponseFields : IFieldReader
{
    private LeanStream? _stream;
    private bool _isTrailer;
    private bool _hasStatus;
    private bool _isMalformed;

    /// <summary>The next fields are those of this stream; null: of one that is over.</summary>
    public void Begin(LeanStream? stream)
    {
        _stream = stream;
        _isTrailer = stream is { HasHead: true };
        (_hasStatus, _isMalformed) = (false, false);
    }

    public void Field(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (_stream is null)
        {
            return;
        }

        switch (name.Length)
        {
            case 7 when name.SequenceEqual(":status"u8):
                ReadStatus(value);
                break;
            case 14 when name.SequenceEqual("content-length"u8) && !_isTrailer:
                _stream.DeclaredBytes = FieldValue.Digits(value) ?? -1;
                break;
            case 8 when name.SequenceEqual("location"u8):
                _stream.Response.SetLocation(value);
                break;
            default:
                // A response has no other pseudo-header field.
                _isMalformed |= name is [(byte)':', ..];
                _stream.Response.Call?.Field(name, value);
                break;
        }
    }

    /// <summary>What is wrong with the header that has been read; null: nothing.</summary>
    public string? Complain(LeanStream stream, bool ends)
    {
        if (_isMalformed)
        {
            return "the response's header has a pseudo-header field that is none of a response";
        }

        if (_isTrailer)
        {
            return _hasStatus || !ends ? "the response's trailer does not end it" : null;
        }

        if (!_hasStatus)
        {
            return "the response's header has no status";
        }

        return stream.Response.IsInterim && ends ? $"the response ends with the interim status {stream.Response.Status}" : null;
    }

    private void ReadStatus(ReadOnlySpan<byte> value)
    {
        if (_hasStatus || value.Length != 3 || FieldValue.Digits(value) is not (>= 100 and { } status))
        {
            _isMalformed = true;
            return;
        }

        _hasStatus = true;
        if (!_isTrailer)
        {
            _stream!.Response.SetStatus((int)status);
        }
    }
}
