using System.Diagnostics;
using System.Globalization;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.Http;

/// <summary>What is seen of one connection from below HttpClient, which tells nobody when and why it parts with one.</summary>
internal sealed class ConnectionWatch
{
    private const string NeverReconnects = "and a connection never reconnects";

    // HttpClient (10.0) uses a connection until a second before the server's idle limit, and one with a limit of a second only once.
    private static readonly TimeSpan ClientMargin = TimeSpan.FromSeconds(1);

    private readonly Http2FrameWatch? _frames;
    private volatile bool _discarded;
    private volatile bool _ended;
    private volatile bool _idleLimitRead;
    private volatile bool _stampsWrites;
    private long _wroteAt;

    public ConnectionWatch(bool http2) => _frames = http2 ? new Http2FrameWatch(Notices) : null;

    public ServerNotices Notices { get; } = new();

    /// <summary>Must what is received be given to <see cref="Received"/>?</summary>
    public bool Looks => _frames is not null;

    /// <summary>
    /// Is there something of the response just read for <see cref="Judge"/>? Over HTTP/1.1: of the first one, and of the one after which
    /// HttpClient has let go of the connection.
    /// </summary>
    public bool HasNews => _frames is null && (_discarded || !_idleLimitRead);

    /// <summary>Must every write be told to <see cref="Wrote"/>?</summary>
    public bool StampsWrites => _stampsWrites;

    /// <summary>When the last write was with the system, in <see cref="Stopwatch"/> ticks; 0: nobody has asked.</summary>
    public long WroteAt => Volatile.Read(ref _wroteAt);

    public void StampWrites() => _stampsWrites = true;

    public void Wrote() => Volatile.Write(ref _wroteAt, Stopwatch.GetTimestamp());

    public void Received(ReadOnlySpan<byte> bytes)
    {
        _ended |= bytes.IsEmpty;
        _frames!.Look(bytes);
    }

    /// <summary>HttpClient has closed the stream: it will not use this connection again.</summary>
    public void Discarded() => _discarded = true;

    /// <summary>Reads what an HTTP/1.1 response that was read to its end says about the connection.</summary>
    /// <exception cref="BadResponseException">HttpClient has let go of the connection although the server did not close it: it sent
    /// something that belongs to no response.</exception>
    public void Judge(HttpResponseMessage response)
    {
        if (!_idleLimitRead)
        {
            _idleLimitRead = true;
            ReadIdleLimit(response);
        }

        if (!_discarded)
        {
            return;
        }

        if (response.Headers.ConnectionClose == true)
        {
            Notices.Close("Connection: close");
        }
        else if (response.Content.Headers.ContentLength is null && response.Headers.TransferEncodingChunked != true)
        {
            // Such a response ends where its connection does (RFC 9112, 6.3).
            Notices.Close("a response without a length");
        }
        else if (Notices.IdleLimit <= ClientMargin)
        {
            Notices.Close($"Keep-Alive: timeout={Notices.IdleLimit.Value.TotalSeconds:0}");
        }
        else
        {
            throw new BadResponseException("the server sent more after its complete response, and it belongs to no request");
        }
    }

    /// <summary>What a request is told that HttpClient would open another connection for.</summary>
    public ConnectionEndedException Refuse()
    {
        if (Notices.Closing is { } how)
        {
            return new ConnectionEndedException($"the server has closed the connection as it had announced ({how})") { Announced = true };
        }

        return new ConnectionEndedException(_frames?.Error is { } error
            ? $"the server has ended the connection with GOAWAY and {error}, {NeverReconnects}"
            : _ended || _frames is null
                ? $"the server has closed the connection without announcing it, {NeverReconnects}"
                : $"the connection is closed, {NeverReconnects}");
    }

    /// <summary>
    /// What an exchange is told that failed after the server had said GOAWAY without error. HttpClient (10.0) repeats some requests that
    /// the server did not look at (RFC 9113, 6.8), but not those whose body was on its way; and it fails an exchange whose response is
    /// complete when the connection ends before the request's body is. Null: the server cut it.
    /// </summary>
    /// <param name="responding">Had the response begun? Then only frames tell that it was complete.</param>
    public ConnectionEndedException? RefuseUncut(bool responding) =>
        Notices.Closing is not null && _frames is { Error: null } && (_ended ? _frames.HasAnsweredAll : !responding) ? Refuse() : null;

    private void ReadIdleLimit(HttpResponseMessage response)
    {
        if (!response.Headers.NonValidated.TryGetValues("Keep-Alive", out var values))
        {
            return;
        }

        foreach (var parameter in values.SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries)))
        {
            if (parameter.StartsWith("timeout=", StringComparison.OrdinalIgnoreCase)
                && int.TryParse(parameter["timeout=".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            {
                Notices.LimitIdle(TimeSpan.FromSeconds(seconds));
            }
        }
    }
}
