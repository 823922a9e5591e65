using System.Net.Sockets;
using System.Runtime.InteropServices;
using ProtoBench.Native;

namespace ProtoBench.Protocols.Lean.Loops;

/// <summary>What a call of the kernel says of a broken connection, as .NET's sockets say it.</summary>
internal static class SocketErrors
{
    /// <param name="error">errno of recv(2) or send(2).</param>
    public static SocketException Of(int error) => error switch
    {
        Errno.BrokenPipe => new((int)SocketError.Shutdown),
        Errno.NetworkDown => new((int)SocketError.NetworkDown),
        Errno.NetworkUnreachable => new((int)SocketError.NetworkUnreachable),
        Errno.ConnectionAborted => new((int)SocketError.ConnectionAborted),
        Errno.ConnectionReset => new((int)SocketError.ConnectionReset),
        Errno.TimedOut => new((int)SocketError.TimedOut),
        Errno.ConnectionRefused => new((int)SocketError.ConnectionRefused),
        Errno.HostDown => new((int)SocketError.HostDown),
        Errno.HostUnreachable => new((int)SocketError.HostUnreachable),
        _ => new((int)SocketError.SocketError, Marshal.GetPInvokeErrorMessage(error)),
    };
}
