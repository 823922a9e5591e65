namespace ProtoBench.Contract;

/// <summary>A connection whose messages may be lost, late or doubled without anyone being told.</summary>
public interface IDatagramConnection : IProtocolConnection
{
    /// <summary>Replies that came after their exchange had been given up, since the connection was opened.</summary>
    long LateReplies { get; }

    /// <summary>Replies to an exchange that had been answered already.</summary>
    long DuplicateReplies { get; }
}
