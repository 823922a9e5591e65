using System.Buffers.Binary;

namespace ProtoBench.Native;

/// <summary>What the kernel tells of bytes that wait in a socket.</summary>
internal static class LibcSendQueues
{
    private const int SocketDomain = 39;
    private const int SocketListens = 30;
    private const int LevelTcp = 6;
    private const int TcpInformation = 11;
    private const byte Established = 1;
    private const int LongestUnixName = 110;

    // asm-generic/ioctls.h; of sockets it is called SIOCOUTQ (tcp(7), unix(7)).
    private const nuint OutputQueue = 0x5411;

    // struct tcp_info of linux/tcp.h: eight bytes of flags, 24 words of 32 bits, and words of 64 bits from 104 on.
    private const int RetransmissionsOffset = 100;
    private const int WindowLimitedOffset = 176;
    private const int InformationLength = 184;

    /// <summary>
    /// Bytes that were written into a stream socket and that its peer has not acknowledged (TCP: SIOCOUTQ, tcp(7)), or not read (Unix: what
    /// the kernel holds for them); null: the descriptor is no connected stream socket, or a Unix one without a name, as pairs within a
    /// program and with its parent are.
    /// </summary>
    public static long? WaitingBytes(int descriptor)
    {
        Span<byte> value = stackalloc byte[sizeof(int)];
        var isStream = IsNamedUnix(descriptor) || StateOf(descriptor) == Established;
        return isStream && Libc.Control(descriptor, OutputQueue, value) == 0 ? BinaryPrimitives.ReadInt32LittleEndian(value) : null;
    }

    /// <summary>
    /// Microseconds in which a TCP sender had more to send than its peer's window let it (tcpi_rwnd_limited, linux/tcp.h); null: the
    /// descriptor is no established TCP connection, or the kernel is older than 4.9 and does not tell.
    /// </summary>
    public static long? WindowLimitedMicroseconds(int descriptor)
    {
        Span<byte> information = stackalloc byte[InformationLength];
        var length = (uint)information.Length;
        return LibcSockets.GetOption(descriptor, LevelTcp, TcpInformation, information, ref length) == 0
            && length >= InformationLength && information[0] == Established
            ? BinaryPrimitives.ReadInt64LittleEndian(information[WindowLimitedOffset..])
            : null;
    }

    /// <summary>
    /// Segments that a TCP connection has sent again since it began (tcpi_total_retrans, linux/tcp.h); null: the descriptor is none.
    /// </summary>
    public static long? Retransmissions(int descriptor)
    {
        Span<byte> information = stackalloc byte[InformationLength];
        var length = (uint)information.Length;
        return LibcSockets.GetOption(descriptor, LevelTcp, TcpInformation, information, ref length) == 0
            && length >= RetransmissionsOffset + sizeof(uint)
            ? BinaryPrimitives.ReadUInt32LittleEndian(information[RetransmissionsOffset..])
            : null;
    }

    private static int StateOf(int descriptor)
    {
        Span<byte> state = stackalloc byte[1];
        var length = 1u;
        return LibcSockets.GetOption(descriptor, LevelTcp, TcpInformation, state, ref length) == 0 ? state[0] : 0;
    }

    // A connection that a server has accepted has the name of the socket it listens on (unix(7)). Sockets that listen have a name too, such
    // as that on which the runtime waits for debuggers, and no queue.
    private static bool IsNamedUnix(int descriptor)
    {
        if (OptionOf(descriptor, SocketDomain) != LibcSockets.FamilyUnix || OptionOf(descriptor, SocketListens) != 0)
        {
            return false;
        }

        Span<byte> name = stackalloc byte[LongestUnixName];
        var length = (uint)name.Length;
        return LibcSockets.GetName(descriptor, name, ref length) == 0 && length > sizeof(ushort);
    }

    // 0 where the descriptor is no socket.
    private static int OptionOf(int descriptor, int option)
    {
        Span<byte> value = stackalloc byte[sizeof(int)];
        var length = (uint)value.Length;
        return LibcSockets.GetOption(descriptor, LibcSockets.LevelSocket, option, value, ref length) == 0
            ? BinaryPrimitives.ReadInt32LittleEndian(value)
            : 0;
    }
}
