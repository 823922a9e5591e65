namespace ProtoBench.Contract;

/// <summary>The peer answered, but wrongly: another length, status, version or content than was asked for.</summary>
public class BadResponseException : Exception
{
    public BadResponseException()
    {
    }

    public BadResponseException(string message)
        : base(message)
    {
    }

    public BadResponseException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
