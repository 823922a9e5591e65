using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.StreamSockets;

/// <summary>
/// The socket options that every protocol on sockets of our own sets and reports alike, so that no protocol wins by a hidden option. Every
/// such socket passes here: one that connects or listens through <see cref="Apply"/>, an accepted one through
/// <see cref="ApplyToAccepted"/>.
/// </summary>
public static class SocketTuning
{
    // From linux/tcp.h and asm-generic/socket.h.
    private const int SolTcp = 6;
    private const int TcpCongestion = 13;
    private const int TcpUserTimeout = 18;
    private const int LongestName = 16;

    /// <summary>
    /// Sets what applies to the kind of socket: the send buffer to all, no-delay, keep-alive and congestion control to TCP.
    /// </summary>
    /// <exception cref="IOException">The kernel has no such congestion control, or may not use it here.</exception>
    public static void Apply(Socket socket, EndpointSettings settings)
    {
        if (settings.SendBufferBytes is { } bytes)
        {
            // The kernel cuts what net.core.wmem_max does not allow without a word; the facts of the connection tell.
            socket.SendBufferSize = bytes;
        }

        if (socket.ProtocolType != ProtocolType.Tcp)
        {
            return;
        }

        socket.NoDelay = settings.NoDelay;
        if (settings.KeepAlive is { ByTransport: true } asked)
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, (int)asked.After.TotalSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, (int)asked.Every.TotalSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, asked.Probes);
            if (asked.UserTimeout is { } limit)
            {
                var milliseconds = (uint)limit.TotalMilliseconds;
                socket.SetRawSocketOption(SolTcp, TcpUserTimeout, MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in milliseconds)));
            }
        }

        if (settings.CongestionControl is not { } name)
        {
            return;
        }

        try
        {
            socket.SetRawSocketOption(SolTcp, TcpCongestion, Encoding.ASCII.GetBytes(name));
        }
        catch (SocketException error)
        {
            throw new IOException(
                $"the kernel refused congestion control '{name}' ({error.Message}); "
                + "sysctl net.ipv4.tcp_available_congestion_control lists what it has, and using one that is not in "
                + "net.ipv4.tcp_allowed_congestion_control needs CAP_NET_ADMIN",
                error);
        }
    }

    /// <summary>
    /// Sets what an accepted socket has not inherited. On Linux a TCP socket has all from its listener, a Unix socket nothing (af_unix.c,
    /// unix_stream_connect).
    /// </summary>
    public static void ApplyToAccepted(Socket socket, EndpointSettings settings)
    {
        if (socket.AddressFamily == AddressFamily.Unix)
        {
            Apply(socket, settings);
        }
    }

    /// <summary>
    /// Will the kernel let this process use the congestion control <paramref name="name"/>? Tried on a socket of its own.
    /// </summary>
    public static bool Allows(string name)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.SetRawSocketOption(SolTcp, TcpCongestion, Encoding.ASCII.GetBytes(name));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Adds what the kernel says about <paramref name="socket"/> to <paramref name="facts"/>.</summary>
    public static ConnectionFacts Describe(Socket socket, ConnectionFacts facts) => facts with
    {
        CongestionControl = CongestionControlOf(socket),
        NoDelay = socket.ProtocolType == ProtocolType.Tcp ? socket.NoDelay : null,
        SendBufferBytes = socket.SendBufferSize,
        ReceiveBufferBytes = socket.ReceiveBufferSize,
    };

    private static string? CongestionControlOf(Socket socket)
    {
        if (socket.ProtocolType != ProtocolType.Tcp || !OperatingSystem.IsLinux())
        {
            return null;
        }

        Span<byte> name = stackalloc byte[LongestName];
        var length = socket.GetRawSocketOption(SolTcp, TcpCongestion, name);
        return Encoding.ASCII.GetString(name[..length]).TrimEnd('\0');
    }
}
