using System.Runtime.InteropServices;
using ProtoBench.Links.Native;
using ProtoBench.Native;

namespace ProtoBench.Tests.Links;

/// <summary>A port over any descriptor that keeps packet boundaries, such as one end of a datagram socket pair.</summary>
/// <param name="descriptor">Non-blocking; owned by this port.</param>
internal sealed class DescriptorPort(int descriptor) : IPacketPort
{
    public int PollDescriptor => descriptor;

    public int HeaderBytes => 0;

    public int Receive(Span<byte> buffer)
    {
        var length = Libc.Read(descriptor, buffer, buffer.Length);
        if (length >= 0)
        {
            return (int)length;
        }

        var error = Marshal.GetLastPInvokeError();
        return error is Errno.TryAgain or Errno.Interrupted
            ? 0
            : throw new IOException($"The link's device failed: {Marshal.GetPInvokeErrorMessage(error)} (errno {error}).");
    }

    public bool Send(ReadOnlySpan<byte> packet) => Libc.Write(descriptor, packet, packet.Length) == packet.Length;

    public long OverflowDrops() => 0;

    public void Dispose() => _ = Libc.Close(descriptor);
}
