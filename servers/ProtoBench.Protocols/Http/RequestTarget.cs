using System.Globalization;

namespace ProtoBench.Protocols.Http;

/// <summary>A request target such as <c>/d?m=65536&amp;t=1000000</c>, taken apart without allocating.</summary>
internal readonly ref struct RequestTarget
{
    private readonly ReadOnlySpan<char> _query;

    public RequestTarget(ReadOnlySpan<char> target)
    {
        var mark = target.IndexOf('?');
        Path = mark < 0 ? target : target[..mark];
        _query = mark < 0 ? [] : target[(mark + 1)..];
    }

    public ReadOnlySpan<char> Path { get; }

    /// <summary>The bytes whose hexadecimal digits the one-letter parameter <paramref name="name"/> has; null: there are none.</summary>
    public byte[]? Bytes(char name)
    {
        foreach (var range in _query.Split('&'))
        {
            var parameter = _query[range];
            if (parameter.Length >= 2 && parameter[0] == name && parameter[1] == '=')
            {
                var bytes = new byte[(parameter.Length - 2) / 2];
                return Convert.FromHexString(parameter[2..], bytes, out _, out _) == System.Buffers.OperationStatus.Done ? bytes : null;
            }
        }

        return null;
    }

    /// <summary>
    /// The non-negative number of the one-letter parameter <paramref name="name"/>, or null when it is missing or not one.
    /// </summary>
    public long? Number(char name)
    {
        foreach (var range in _query.Split('&'))
        {
            var parameter = _query[range];
            if (parameter.Length > 2 && parameter[0] == name && parameter[1] == '=')
            {
                return long.TryParse(parameter[2..], NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
            }
        }

        return null;
    }
}
