using System.Net.Sockets;
using System.Text;

namespace ProtoBench.Contract;

/// <summary>Paths of Unix domain sockets.</summary>
public static class SocketPath
{
    /// <summary>107: sun_path is 108 bytes with the terminating NUL (unix(7)).</summary>
    public const int LongestBytes = 107;

    /// <summary>The end point at <paramref name="path"/>.</summary>
    /// <exception cref="IOException">The path is empty or longer than the kernel takes; .NET's own message names a wrong limit.</exception>
    public static UnixDomainSocketEndPoint ToEndPoint(string path) =>
        Encoding.UTF8.GetByteCount(path) is > 0 and <= LongestBytes
            ? new UnixDomainSocketEndPoint(path)
            : throw new IOException(
                $"the socket path '{path}' has {Encoding.UTF8.GetByteCount(path)} bytes, the kernel takes 1 to {LongestBytes}; use a "
                    + "shorter one");
}
