using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ProtoBench.Native;

namespace ProtoBench.Links.Native;

/// <summary>An rtnetlink socket. It acts on the namespace of the thread that opened it: open it on the namespace's own thread.</summary>
internal sealed class NetlinkSocket : IDisposable
{
    private const int Route = 0;
    private const ushort ErrorMessage = 2;
    private readonly int _descriptor;

    public NetlinkSocket()
    {
        _descriptor = LibcSockets.Create(LibcSockets.FamilyNetlink, LibcSockets.TypeRaw | Libc.OpenCloseOnExec, Route);
        if (_descriptor < 0)
        {
            throw LinkUnavailableException.OfLastCall(
                "opening a netlink socket", "the kernel needs CONFIG_NETLINK, and a seccomp filter must allow AF_NETLINK");
        }
    }

    /// <summary>Sends a request and waits for the kernel's answer.</summary>
    /// <param name="message">The request.</param>
    /// <param name="action">What it does, as the beginning of an error sentence.</param>
    /// <param name="remedy">What to do when the kernel refuses.</param>
    /// <exception cref="LinkUnavailableException">The kernel refused.</exception>
    public void Send(NetlinkMessage message, string action, string remedy)
    {
        var error = TrySend(message);
        if (error != 0)
        {
            throw new LinkUnavailableException($"{action}: {Marshal.GetPInvokeErrorMessage(error)} (errno {error})", remedy, error);
        }
    }

    /// <summary>As <see cref="Send"/>, but returns the errno, 0 for success.</summary>
    public int TrySend(NetlinkMessage message)
    {
        var bytes = message.Finish();
        if (LibcSockets.Send(_descriptor, bytes, bytes.Length, 0) < 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        Span<byte> answer = stackalloc byte[4096];
        var length = LibcSockets.Receive(_descriptor, answer, answer.Length, 0);
        if (length < 20)
        {
            return length < 0 ? Marshal.GetLastPInvokeError() : Errno.TryAgain;
        }

        // Every request asks for an acknowledgement: NLMSG_ERROR whose code is 0 for success and -errno otherwise.
        var type = BinaryPrimitives.ReadUInt16LittleEndian(answer[4..]);
        return type == ErrorMessage ? -BinaryPrimitives.ReadInt32LittleEndian(answer[16..]) : 0;
    }

    public void Dispose() => _ = Libc.Close(_descriptor);
}
