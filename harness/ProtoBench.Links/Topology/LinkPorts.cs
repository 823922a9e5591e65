using ProtoBench.Links.Native;

namespace ProtoBench.Links.Topology;

/// <summary>Where a link's packets come out of its namespaces and go in again.</summary>
/// <param name="Client">Of the client's namespace.</param>
/// <param name="Server">Of the server's namespace.</param>
internal sealed record LinkPorts(IPacketPort Client, IPacketPort Server) : IDisposable
{
    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }
}
