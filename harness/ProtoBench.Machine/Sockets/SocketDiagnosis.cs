using System.Buffers.Binary;
using ProtoBench.Native;

namespace ProtoBench.Machine.Sockets;

/// <summary>
/// Asks the kernel for the TCP sockets of one side of the connections to a port, as <c>ss</c> does (sock_diag(7)). The kernel picks them
/// out itself and hands them over in binary, where its text table takes long. A question allocates nothing. It is about the network
/// namespace of the thread that opened it, for as long as it lives.
/// </summary>
internal sealed class SocketDiagnosis : IDisposable
{
    // linux/netlink.h, linux/sock_diag.h, linux/inet_diag.h.
    private const int NetlinkSocketDiagnosis = 4;
    private const int MessageHeader = 16;
    private const int RequestBytes = MessageHeader + 56;
    private const int AnswerBytes = 72;
    private const ushort ByFamily = 20;
    private const ushort RequestDump = 0x301;
    private const ushort ErrorType = 2;
    private const ushort DoneType = 3;
    private const byte Tcp = 6;
    private const uint EveryState = 0xfff;

    // The kernel fills at most 32 KiB at a time (netlink_dump in net/netlink/af_netlink.c).
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly byte[] _request = new byte[RequestBytes];
    private readonly int _descriptor;

    private SocketDiagnosis(int descriptor, int port, bool ofServer)
    {
        _descriptor = descriptor;
        BinaryPrimitives.WriteInt32LittleEndian(_request, RequestBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(_request.AsSpan(4), ByFamily);
        BinaryPrimitives.WriteUInt16LittleEndian(_request.AsSpan(6), RequestDump);
        _request[MessageHeader + 1] = Tcp;
        BinaryPrimitives.WriteUInt32LittleEndian(_request.AsSpan(MessageHeader + 4), EveryState);

        // A socket of the server has the port as its own, and one of the client as its peer's.
        BinaryPrimitives.WriteUInt16BigEndian(_request.AsSpan(MessageHeader + 8 + (ofServer ? 0 : 2)), (ushort)port);
    }

    /// <summary>Null: this kernel, or who runs this, cannot be asked (the module tcp_diag, or a filter of system calls).</summary>
    /// <param name="port">Where the server listens.</param>
    /// <param name="ofServer">The server's ends, its listener too; or else the client's.</param>
    public static SocketDiagnosis? Open(int port, bool ofServer)
    {
        var descriptor = LibcSockets.Create(
            LibcSockets.FamilyNetlink, LibcSockets.TypeRaw | Libc.OpenCloseOnExec, NetlinkSocketDiagnosis);
        if (descriptor < 0)
        {
            return null;
        }

        var opened = new SocketDiagnosis(descriptor, port, ofServer);
        if (opened.TryCount(new SocketTally()))
        {
            return opened;
        }

        opened.Dispose();
        return null;
    }

    /// <summary>Adds the sockets that there are now. False: the kernel did not answer, and what was added is not all.</summary>
    public bool TryCount(SocketTally tally)
    {
        // Without IPv6 the kernel refuses the second question, and there are no such sockets.
        var answered = TryCount(tally, LibcSockets.FamilyInternet);
        _ = answered && TryCount(tally, LibcSockets.FamilyInternet6);
        return answered;
    }

    public void Dispose() => _ = Libc.Close(_descriptor);

    private bool TryCount(SocketTally tally, byte family)
    {
        _request[MessageHeader] = family;
        if (LibcSockets.Send(_descriptor, _request, _request.Length, 0) != _request.Length)
        {
            return false;
        }

        while (LibcSockets.Receive(_descriptor, _buffer, _buffer.Length, 0) is > 0 and var length)
        {
            for (var rest = _buffer.AsSpan(0, (int)length); rest.Length >= MessageHeader;)
            {
                var bytes = BinaryPrimitives.ReadInt32LittleEndian(rest);
                var type = BinaryPrimitives.ReadUInt16LittleEndian(rest[4..]);
                if (type == DoneType)
                {
                    return true;
                }

                if (type == ErrorType || bytes < MessageHeader || bytes > rest.Length)
                {
                    return false;
                }

                if (type == ByFamily && bytes >= MessageHeader + AnswerBytes)
                {
                    tally.Add(Read(rest[MessageHeader..]));
                }

                rest = rest[Math.Min(rest.Length, (bytes + 3) & ~3)..];
            }
        }

        return false;
    }

    // struct inet_diag_msg: family, state, timer, retransmissions; ports and addresses, 48 bytes; when it expires; the two queues.
    private static TcpSocket Read(ReadOnlySpan<byte> answer) => new(
        BinaryPrimitives.ReadUInt16BigEndian(answer[4..]),
        BinaryPrimitives.ReadUInt16BigEndian(answer[6..]),
        answer[1],
        SendQueue: BinaryPrimitives.ReadUInt32LittleEndian(answer[60..]),
        ReceiveQueue: BinaryPrimitives.ReadUInt32LittleEndian(answer[56..]));
}
