using ProtoBench.Contract;
using ProtoBench.Protocols.Lean.Loops;

namespace ProtoBench.Protocols.Lean.Exchanges;

/// <summary>What exchanges are told of a connection that has ended.</summary>
internal static class Endings
{
    private const string NeverReconnects = "and a connection never reconnects";

    /// <summary>For an exchange that comes after the end.</summary>
    /// <param name="closing">How the server had announced it; null: it had not.</param>
    /// <param name="error">What ended it; null: the server.</param>
    public static ConnectionEndedException Refuse(string? closing, Exception? error) => closing is not null
        ? new ConnectionEndedException($"the server has closed the connection as it had announced ({closing})") { Announced = true }
        : error switch
        {
            null => new($"the server has closed the connection without announcing it, {NeverReconnects}"),
            ChannelClosedException => new($"the connection is closed, {NeverReconnects}"),
            _ => new($"the connection has ended: {error.Message}; {NeverReconnects}", error),
        };

    /// <summary>For an exchange that was under way.</summary>
    /// <param name="error">As the channel tells it.</param>
    /// <param name="responding">Had the response begun?</param>
    public static IOException Cut(Exception? error, bool responding)
    {
        var when = responding ? "in the middle of a response" : "before it answered";
        return error switch
        {
            null => new IOException($"the server closed the connection {when}"),
            ChannelClosedException => new IOException("the connection was closed while an exchange was under way"),
            _ => new IOException($"the connection broke {when}: {error.Message}", error),
        };
    }
}
