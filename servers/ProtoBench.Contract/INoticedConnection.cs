namespace ProtoBench.Contract;

/// <summary>A connection whose protocol lets a server announce that it will close it, limit its streams, or both.</summary>
public interface INoticedConnection : IProtocolConnection
{
    /// <summary>What this connection's server has told so far.</summary>
    ServerNotices Notices { get; }
}
