namespace ProtoBench.Commands;

/// <summary>
/// The user asked for something that cannot be; the message says what and how to mend it. Ends the program with exit code 2.
/// </summary>
public sealed class UsageException : Exception
{
    public UsageException()
    {
    }

    public UsageException(string message)
        : base(message)
    {
    }

    public UsageException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
