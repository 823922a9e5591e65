using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using ProtoBench.Native;

namespace ProtoBench.Machine.Sockets;

/// <summary>
/// Would a TCP server get an address that does not set SO_REUSEADDR? .NET's sockets always set it, so this asks the kernel.
/// </summary>
internal static class AddressProbe
{
    private const int TypeStream = 1;

    /// <summary>
    /// Is the address kept from such a server, as by sockets of the last one in TIME_WAIT (socket(7), ip(7))? Binds and closes, without
    /// listening. To be asked while nobody listens there.
    /// </summary>
    /// <returns>Null: the kernel gave another answer.</returns>
    public static bool? IsKept(IPEndPoint endPoint)
    {
        var family = endPoint.AddressFamily == AddressFamily.InterNetworkV6 ? LibcSockets.FamilyInternet6 : LibcSockets.FamilyInternet;
        var descriptor = LibcSockets.Create(family, TypeStream, 0);
        if (descriptor < 0)
        {
            return null;
        }

        try
        {
            var address = endPoint.Serialize();
            if (LibcSockets.Bind(descriptor, address.Buffer.Span[..address.Size], (uint)address.Size) == 0)
            {
                return false;
            }

            return Marshal.GetLastPInvokeError() == Errno.AddressInUse ? true : null;
        }
        finally
        {
            _ = Libc.Close(descriptor);
        }
    }
}
