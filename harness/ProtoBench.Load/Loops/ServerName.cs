using System.Net;
using System.Net.Sockets;
using ProtoBench.Contract;
using ProtoBench.Machine;

namespace ProtoBench.Load.Loops;

/// <summary>
/// The name of a server, which its client resolves anew for every connection, as curl and HttpClient do. Caching is the resolver's
/// business.
/// </summary>
internal static class ServerName
{
    /// <summary>The settings with the name's address in place of theirs, and how long resolving it took, in nanoseconds.</summary>
    /// <param name="settings">Of the connection; their port is kept.</param>
    /// <param name="name">Null: there is none to resolve, and it takes 0.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="SocketException">It has no address.</exception>
    public static async ValueTask<(EndpointSettings Settings, long Nanoseconds)> ResolveAsync(
        EndpointSettings settings, string? name, CancellationToken cancellationToken)
    {
        if (name is null || settings.EndPoint is not IPEndPoint { Port: var port })
        {
            return (settings, 0);
        }

        var start = LoadClock.Now;
        var address = await FirstAsync(name, cancellationToken).ConfigureAwait(false);
        return (settings with { EndPoint = new IPEndPoint(address, port) }, LoadClock.Now - start);
    }

    /// <summary>IPv4 first: that is what a link's namespaces and most loopback servers have.</summary>
    /// <exception cref="SocketException">The name has no address.</exception>
    public static async Task<IPAddress> FirstAsync(string name, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(name, cancellationToken).ConfigureAwait(false);
        return addresses.MinBy(one => one.AddressFamily) ?? throw new SocketException((int)SocketError.HostNotFound);
    }
}
