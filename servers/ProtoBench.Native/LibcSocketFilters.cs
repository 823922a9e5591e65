using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ProtoBench.Native;

/// <summary>What the kernel lets through to one socket, and what it tells of one.</summary>
internal static unsafe class LibcSocketFilters
{
    // asm-generic/socket.h.
    private const int AttachFilter = 26;
    private const int DetachFilter = 27;

    private const int LevelTcp = 6;
    private const int TcpInformation = 11;
    private const int LongestAddress = 128;

    private const int TcpUserTimeout = 18;

    // struct tcp_info of linux/tcp.h.
    private const int RetransmissionOffset = 8;
    private const int SegmentsOutOffset = 136;
    private const int SegmentsInOffset = 140;
    private const int InformationLength = 144;
    private const byte Closed = 7;

    /// <summary>
    /// From now on the kernel drops every packet that comes for a socket before anybody sees it, acknowledgements included: a filter of
    /// one instruction that takes nothing (SO_ATTACH_FILTER, socket(7)). What the socket sends still leaves. No privilege is needed.
    /// </summary>
    /// <returns>False where the descriptor is no socket.</returns>
    public static bool DropAll(int descriptor)
    {
        // struct sock_filter of linux/filter.h: BPF_RET | BPF_K, that is 0x06, with the constant 0 bytes to keep.
        var instruction = stackalloc byte[8];
        BinaryPrimitives.WriteUInt16LittleEndian(new Span<byte>(instruction, 8), 0x06);

        // struct sock_fprog: how many, and where they are.
        Span<byte> program = stackalloc byte[2 * sizeof(nint)];
        program.Clear();
        var one = (ushort)1;
        var place = (nint)instruction;
        MemoryMarshal.Write(program, one);
        MemoryMarshal.Write(program[sizeof(nint)..], place);
        return LibcSockets.SetOption(descriptor, LibcSockets.LevelSocket, AttachFilter, program, (uint)program.Length) == 0;
    }

    /// <summary>Takes the filter of <see cref="DropAll"/> away.</summary>
    public static void DropNothing(int descriptor)
    {
        Span<byte> unused = stackalloc byte[sizeof(int)];
        unused.Clear();
        _ = LibcSockets.SetOption(descriptor, LibcSockets.LevelSocket, DetachFilter, unused, (uint)unused.Length);
    }

    /// <summary>The port that a socket of IP is connected to; null: it is none, or not connected.</summary>
    public static int? PeerPort(int descriptor)
    {
        Span<byte> address = stackalloc byte[LongestAddress];
        var length = (uint)address.Length;
        return LibcSockets.GetPeerName(descriptor, address, ref length) == 0
            && MemoryMarshal.Read<ushort>(address) is LibcSockets.FamilyInternet or LibcSockets.FamilyInternet6
            ? BinaryPrimitives.ReadUInt16BigEndian(address[sizeof(ushort)..])
            : null;
    }

    /// <summary>Segments of a TCP socket since it exists, both ways, those without data included; null: it is none.</summary>
    public static long? Segments(int descriptor)
    {
        Span<byte> information = stackalloc byte[InformationLength];
        var length = (uint)information.Length;
        return LibcSockets.GetOption(descriptor, LevelTcp, TcpInformation, information, ref length) == 0 && length >= InformationLength
            ? MemoryMarshal.Read<uint>(information[SegmentsOutOffset..]) + (long)MemoryMarshal.Read<uint>(information[SegmentsInOffset..])
            : null;
    }

    /// <summary>TCP_USER_TIMEOUT of a TCP socket in milliseconds, 0 where it has none of its own; null: it is no such socket.</summary>
    public static uint? UserTimeoutMilliseconds(int descriptor)
    {
        Span<byte> time = stackalloc byte[sizeof(uint)];
        var length = (uint)time.Length;
        return LibcSockets.GetOption(descriptor, LevelTcp, TcpUserTimeout, time, ref length) == 0 ? MemoryMarshal.Read<uint>(time) : null;
    }

    /// <summary>Microseconds without an acknowledgement after which a TCP socket sends again; null: it is none.</summary>
    public static uint? RetransmissionMicroseconds(int descriptor)
    {
        Span<byte> information = stackalloc byte[RetransmissionOffset + sizeof(uint)];
        var length = (uint)information.Length;
        return LibcSockets.GetOption(descriptor, LevelTcp, TcpInformation, information, ref length) == 0 && length == information.Length
            ? MemoryMarshal.Read<uint>(information[RetransmissionOffset..])
            : null;
    }

    /// <summary>Has TCP given its peer up, or parted with it? False of other sockets.</summary>
    public static bool HasEnded(int descriptor)
    {
        Span<byte> state = stackalloc byte[1];
        var length = 1u;
        return LibcSockets.GetOption(descriptor, LevelTcp, TcpInformation, state, ref length) == 0 && state[0] == Closed;
    }
}
