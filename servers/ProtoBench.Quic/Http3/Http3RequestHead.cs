using System.Text;
using ProtoBench.Quic.Native;

namespace ProtoBench.Quic.Http3;

/// <summary>
/// The header fields of a request in pinned memory, made once and used for any number of requests: nghttp3 reads them in place. Must live
/// as long as the connections it is used on.
/// </summary>
public sealed unsafe class Http3RequestHead
{
    private readonly byte[] _text;
    private readonly NgHeaderField[] _fields;

    /// <param name="method">Request method.</param>
    /// <param name="authority">Host and port.</param>
    /// <param name="path">Path with query.</param>
    /// <param name="hasBody">Will a body be written?</param>
    /// <param name="contentLength">Length of that body, or null when it is not known.</param>
    /// <param name="more">Further header fields, in their order; their names are sent in lower case (RFC 9114, 4.2).</param>
    public Http3RequestHead(
        string method,
        string authority,
        string path,
        bool hasBody,
        long? contentLength,
        IEnumerable<KeyValuePair<string, string>>? more = null)
    {
        HasBody = hasBody;
        List<(string Name, string Value)> fields =
        [
            (":method", method),
            (":scheme", "https"),
            (":authority", authority),
            (":path", path),
            .. (more ?? []).Select(field => (field.Key.ToLowerInvariant(), field.Value)),
        ];
        if (contentLength is { } length)
        {
            fields.Add(("content-length", length.ToString()));
        }

        _text = GC.AllocateArray<byte>(fields.Sum(field => field.Name.Length + field.Value.Length), pinned: true);
        _fields = GC.AllocateArray<NgHeaderField>(fields.Count, pinned: true);
        fixed (byte* text = _text)
        {
            var next = text;
            for (var i = 0; i < fields.Count; i++)
            {
                _fields[i].Flags = NgHeaderField.NoCopyName | NgHeaderField.NoCopyValue;
                _fields[i].Name = next;
                _fields[i].NameLength = (nuint)Append(fields[i].Name, ref next);
                _fields[i].Value = next;
                _fields[i].ValueLength = (nuint)Append(fields[i].Value, ref next);
            }
        }
    }

    public bool HasBody { get; }

    internal int Count => _fields.Length;

    internal NgHeaderField* Fields
    {
        get
        {
            fixed (NgHeaderField* fields = _fields)
            {
                return fields;
            }
        }
    }

    private static int Append(string text, ref byte* next)
    {
        var length = Encoding.ASCII.GetBytes(text, new Span<byte>(next, text.Length));
        next += length;
        return length;
    }
}
