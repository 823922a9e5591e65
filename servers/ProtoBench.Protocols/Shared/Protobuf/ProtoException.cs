namespace ProtoBench.Protocols.Shared.Protobuf;

/// <summary>
/// A <c>.proto</c> file that cannot be read, a method that it does not have, or a message that is none of its. The message is a sentence
/// with the remedy.
/// </summary>
public sealed class ProtoException : Exception
{
    public ProtoException()
    {
    }

    public ProtoException(string message)
        : base(message)
    {
    }

    public ProtoException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
