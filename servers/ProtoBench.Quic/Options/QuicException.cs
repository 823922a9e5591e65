namespace ProtoBench.Quic.Options;

/// <summary>A QUIC connection or stream ended before its time; the message says who ended it and why.</summary>
public sealed class QuicException : IOException
{
    public QuicException()
    {
    }

    public QuicException(string message)
        : base(message)
    {
    }

    public QuicException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public QuicException(string message, ulong? errorCode)
        : base(message) => ErrorCode = errorCode;

    /// <summary>The application's or transport's error code (RFC 9000, section 20), where one was given.</summary>
    public ulong? ErrorCode { get; }

    /// <summary>What is wrong with the server's certificate, in gnutls's words; null: nothing.</summary>
    public string? CertificateProblem { get; init; }
}
