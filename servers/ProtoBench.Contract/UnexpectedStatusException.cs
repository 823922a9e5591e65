namespace ProtoBench.Contract;

/// <summary>The server answered with a status that is not a success. Its message quotes what the server said.</summary>
public sealed class UnexpectedStatusException : BadResponseException
{
    public UnexpectedStatusException()
    {
    }

    public UnexpectedStatusException(string message)
        : base(message)
    {
    }

    public UnexpectedStatusException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>HTTP's or gRPC's.</summary>
    public int Status { get; init; }
}
