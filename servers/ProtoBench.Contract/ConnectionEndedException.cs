namespace ProtoBench.Contract;

/// <summary>
/// The connection had ended before the exchange began on it: the request did not leave, or the server said that it did not look at it.
/// Nothing of a response came. Unlike a cut exchange it may be done again on another connection without doing anything twice.
/// </summary>
public sealed class ConnectionEndedException : IOException
{
    public ConnectionEndedException()
    {
    }

    public ConnectionEndedException(string message)
        : base(message)
    {
    }

    public ConnectionEndedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Had the server announced it, and without an error?</summary>
    public bool Announced { get; init; }
}
