namespace ProtoBench.Machine.Programs;

/// <summary>A program of the user's cannot be run as it was asked for. The message is a sentence for its reader.</summary>
public sealed class ProgramException : IOException
{
    public ProgramException()
    {
    }

    public ProgramException(string message)
        : base(message)
    {
    }

    public ProgramException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
