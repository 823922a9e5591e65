namespace ProtoBench.Trials;

/// <summary>A trial that cannot be measured, and why. The run goes on with the next.</summary>
public sealed class TrialFailedException : Exception
{
    public TrialFailedException()
    {
    }

    public TrialFailedException(string message)
        : base(message)
    {
    }

    public TrialFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
