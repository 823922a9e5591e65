using System.Net.Sockets;
using ProtoBench.Contract;
using ProtoBench.Protocols.Lean.Servers;
using ProtoBench.Protocols.StreamSockets;

namespace ProtoBench.Protocols.Http;

/// <summary>Starts the lean server of HTTP/1.1, in Kestrel's place.</summary>
internal static class LeanHost
{
    // As Kestrel's; .NET's own default is the same number.
    private const int Backlog = 512;

    /// <exception cref="IOException">The address is taken or not usable.</exception>
    /// <exception cref="NotSupportedException">The settings ask for TLS, for blocking calls, or for something other than TCP.</exception>
    public static IProtocolServer Start(EndpointSettings settings)
    {
        SettingsCheck.RequireTcpAndAsync(settings);
        if (settings.Tls is not null)
        {
            throw new NotSupportedException("the lean server has no TLS; serve with dotnet");
        }

        var listener = new Socket(settings.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            SocketTuning.Apply(listener, settings);
            listener.Bind(settings.EndPoint);
            listener.Listen(Backlog);
            return new LeanStreamServer(
                listener, socket => SocketTuning.ApplyToAccepted(socket, settings), () => new LeanAnswers(settings));
        }
        catch (SocketException error)
        {
            listener.Dispose();
            throw new IOException($"cannot listen on {settings.EndPoint}: {error.Message}", error);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }
}
