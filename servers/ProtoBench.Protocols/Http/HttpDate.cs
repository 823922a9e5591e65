namespace ProtoBench.Protocols.Http;

/// <summary>
/// The value of a response's Date, which a server with a clock has to send (RFC 9110, 6.6.1). Written anew twice a second and per thread,
/// as formatting one costs more than the rest of a head.
/// </summary>
internal static class HttpDate
{
    private const int FixdateBytes = 29;
    private const long FreshMilliseconds = 500;

    [ThreadStatic]
    private static byte[]? _text;

    [ThreadStatic]
    private static long _writtenAt;

    public static ReadOnlySpan<byte> Now
    {
        get
        {
            var now = Environment.TickCount64;
            if (_text is null || now - _writtenAt >= FreshMilliseconds)
            {
                _text ??= new byte[FixdateBytes];
                DateTime.UtcNow.TryFormat(_text, out _, "R", System.Globalization.CultureInfo.InvariantCulture);
                _writtenAt = now;
            }

            return _text;
        }
    }
}
