using System.Net;

namespace ProtoBench.Contract;

/// <summary>A listening server. Disposing it ends every accepted connection and completes when the address is free again.</summary>
public interface IProtocolServer : IAsyncDisposable
{
    /// <summary>Where it listens: the bound port in place of 0, or the socket path.</summary>
    EndPoint EndPoint { get; }

    /// <summary>The software that serves, with its version; null, the default: it does not tell.</summary>
    string? Software => null;

    /// <summary>Payload of uploads as it arrives, over all connections: the receiver's side of goodput.</summary>
    TransferMeter Uploads { get; }
}
