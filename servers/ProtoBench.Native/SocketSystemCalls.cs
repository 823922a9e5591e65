using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ProtoBench.Native;

/// <summary>
/// What a blocking socket does at every exchange, past glibc's own functions: those are cancellation points, which in a process with
/// threads is two atomic steps a call (nptl, pthreads(7)). Errors are in <see cref="Marshal.GetLastPInvokeError"/>.
/// </summary>
internal static unsafe class SocketSystemCalls
{
    // asm/unistd_64.h of x86-64; asm-generic/unistd.h of ARM64.
    private static readonly nint SendTo = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 44 : 206;
    private static readonly nint ReceiveFrom = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 45 : 207;

    /// <summary>sendto(2); an empty address is that the socket is connected to.</summary>
    /// <returns>Bytes that the kernel took; below 0: none.</returns>
    // Not inlined: the compiler makes no direct call out of a method's try block.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static nint Send(int descriptor, ReadOnlySpan<byte> bytes, int flags, ReadOnlySpan<byte> address)
    {
        fixed (byte* first = bytes, to = address)
        {
            return LibcProcesses.SystemCall(SendTo, descriptor, first, bytes.Length, flags, to, address.Length);
        }
    }

    /// <summary>recvfrom(2) without the sender's address.</summary>
    /// <returns>Bytes that came; below 0: none.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static nint Receive(int descriptor, Span<byte> buffer, int flags)
    {
        fixed (byte* first = buffer)
        {
            return LibcProcesses.SystemCall(ReceiveFrom, descriptor, first, buffer.Length, flags, null, 0);
        }
    }

    /// <summary>recvfrom(2).</summary>
    /// <param name="descriptor">Of a socket.</param>
    /// <param name="buffer">Where to.</param>
    /// <param name="flags">MSG_ flags.</param>
    /// <param name="address">Gets the sender's address.</param>
    /// <param name="length">Gets its length, which may be more than there was room for.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static nint Receive(int descriptor, Span<byte> buffer, int flags, Span<byte> address, out int length)
    {
        var filled = (uint)address.Length;
        nint received;
        fixed (byte* first = buffer, from = address)
        {
            received = LibcProcesses.SystemCall(ReceiveFrom, descriptor, first, buffer.Length, flags, from, (nint)(&filled));
        }

        length = (int)filled;
        return received;
    }
}
