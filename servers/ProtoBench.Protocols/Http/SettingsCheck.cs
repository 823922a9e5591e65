using System.Net;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.Http;

/// <summary>What no HTTP-based protocol can do, said before a socket is opened.</summary>
internal static class SettingsCheck
{
    /// <exception cref="NotSupportedException">The settings ask for blocking calls or for something other than TCP.</exception>
    public static void RequireTcpAndAsync(EndpointSettings settings)
    {
        if (settings.Io == IoMode.Blocking)
        {
            throw new NotSupportedException("HTTP-based protocols have no blocking mode; use io: async");
        }

        if (settings.EndPoint is not IPEndPoint)
        {
            throw new NotSupportedException($"HTTP-based protocols need an IP address and port, not {settings.EndPoint}");
        }
    }
}
