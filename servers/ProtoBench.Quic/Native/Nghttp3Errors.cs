namespace ProtoBench.Quic.Native;

/// <summary>nghttp3's error numbers, renumbered between 0.8 and 1.x (nghttp3.h of 0.8.0 and 1.8.0).</summary>
internal sealed record Nghttp3Errors
{
    public required int WouldBlock { get; init; }

    public required int StreamNotFound { get; init; }

    public required int ConnectionClosing { get; init; }

    public static Nghttp3Errors Generation0 { get; } = new() { WouldBlock = -104, StreamNotFound = -114, ConnectionClosing = -116 };

    public static Nghttp3Errors Generation1 { get; } = new() { WouldBlock = -103, StreamNotFound = -110, ConnectionClosing = -111 };

    /// <summary>Each number with the name the library's own strerror must give it.</summary>
    public IEnumerable<(int Code, string Name)> Names =>
    [
        (WouldBlock, "ERR_WOULDBLOCK"),
        (StreamNotFound, "ERR_STREAM_NOT_FOUND"),
        (ConnectionClosing, "ERR_CONN_CLOSING"),
        (Nghttp3.CallbackFailure, "ERR_CALLBACK_FAILURE"),
    ];
}
