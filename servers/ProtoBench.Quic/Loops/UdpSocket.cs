using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using ProtoBench.Native;

namespace ProtoBench.Quic.Loops;

/// <summary>A UDP socket with segmentation offload both ways, path MTU probing and large buffers.</summary>
internal sealed unsafe class UdpSocket : IDisposable
{
    // The kernel caps it at net.core.rmem_max / wmem_max (socket(7)); what was granted is reported.
    private const int WantedBuffer = 4 * 1024 * 1024;
    private const uint AddressCapacity = 28;

    private readonly byte* _local = (byte*)NativeMemory.AllocZeroed(AddressCapacity);
    private readonly byte* _remote = (byte*)NativeMemory.AllocZeroed(AddressCapacity);
    private bool _disposed;

    private UdpSocket(AddressFamily family)
    {
        var nativeFamily = family == AddressFamily.InterNetworkV6 ? LibcSockets.FamilyInternet6 : LibcSockets.FamilyInternet;
        Handle = LibcSockets.Create(nativeFamily, LibcSockets.TypeDatagram | Libc.OpenCloseOnExec | Libc.OpenNonBlocking, 0);
        Check(Handle, "a UDP socket could not be made");
        Set(LibcSockets.LevelSocket, LibcSockets.ReceiveBuffer, WantedBuffer);
        Set(LibcSockets.LevelSocket, LibcSockets.SendBuffer, WantedBuffer);
        Set(LibcSockets.LevelUdp, LibcSockets.UdpGro, 1);
        var v6 = nativeFamily == LibcSockets.FamilyInternet6;
        Set(
            v6 ? LibcSockets.LevelIp6 : LibcSockets.LevelIp,
            v6 ? LibcSockets.Ip6MtuDiscover : LibcSockets.IpMtuDiscover,
            LibcSockets.MtuDiscoverDo);
    }

    public int Handle { get; }

    public bool Connected { get; private set; }

    public byte* Local => _local;

    public uint LocalLength { get; private set; }

    /// <summary>The peer of a connected socket.</summary>
    public byte* Remote => _remote;

    public uint RemoteLength { get; private set; }

    public int ReceiveBufferBytes => Get(LibcSockets.LevelSocket, LibcSockets.ReceiveBuffer);

    public int SendBufferBytes => Get(LibcSockets.LevelSocket, LibcSockets.SendBuffer);

    public IPEndPoint LocalEndPoint => EndPointOf(_local, LocalLength);

    /// <exception cref="IOException">The address is taken or not this machine's; the message names it.</exception>
    public static UdpSocket Bind(IPEndPoint endPoint) => Open(endPoint, connect: false);

    public static UdpSocket Connect(IPEndPoint endPoint) => Open(endPoint, connect: true);

    /// <summary>Sends a train. 0, or the errno that stopped it.</summary>
    public int Send(byte* bytes, int length, int segmentSize, byte* destination, uint destinationLength)
    {
        var control = stackalloc byte[24];
        var vector = new IoVector((nint)bytes, length);
        MessageHeader message = default;
        message.Name = Connected ? null : destination;
        message.NameLength = Connected ? 0 : destinationLength;
        message.Vectors = &vector;
        message.VectorCount = 1;
        if (length > segmentSize)
        {
            var header = (ControlHeader*)control;
            header->Length = (nuint)sizeof(ControlHeader) + sizeof(ushort);
            header->Level = LibcSockets.LevelUdp;
            header->Type = LibcSockets.UdpSegment;
            *(ushort*)(header + 1) = (ushort)segmentSize;
            message.Control = control;
            message.ControlLength = 24;
        }

        while (LibcSockets.SendMessage(Handle, &message, 0) < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error != Errno.Interrupted)
            {
                return error;
            }
        }

        return 0;
    }

    /// <summary>Receives trains into <paramref name="buffers"/>: how many, or minus the errno.</summary>
    public int Receive(ReceiveBuffers buffers)
    {
        buffers.Reset();
        var count = LibcSockets.ReceiveMessages(Handle, buffers.Messages, ReceiveBuffers.Count, LibcSockets.DontWait, null);
        return count >= 0 ? count : -Marshal.GetLastPInvokeError();
    }

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _ = Libc.Close(Handle);
            NativeMemory.Free(_local);
            NativeMemory.Free(_remote);
        }
    }

    private static UdpSocket Open(IPEndPoint endPoint, bool connect)
    {
        var socket = new UdpSocket(endPoint.AddressFamily);
        try
        {
            socket.Attach(endPoint, connect);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void Attach(IPEndPoint endPoint, bool connect)
    {
        var address = endPoint.Serialize();
        var length = (uint)address.Size;
        address.Buffer.Span[..(int)length].CopyTo(new Span<byte>(_remote, (int)AddressCapacity));
        var remote = new ReadOnlySpan<byte>(_remote, (int)length);
        var result = connect ? LibcSockets.Connect(Handle, remote, length) : LibcSockets.Bind(Handle, remote, length);
        Check(result, connect ? $"no UDP route to {endPoint}" : $"cannot listen on UDP {endPoint}");
        RemoteLength = length;
        Connected = connect;
        var localLength = AddressCapacity;
        Check(LibcSockets.GetName(Handle, new Span<byte>(_local, (int)AddressCapacity), ref localLength), "getsockname");
        LocalLength = localLength;
    }

    private static IPEndPoint EndPointOf(byte* address, uint length)
    {
        var family = *(ushort*)address == LibcSockets.FamilyInternet6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        var socketAddress = new SocketAddress(family, (int)length);
        new ReadOnlySpan<byte>(address, (int)length).CopyTo(socketAddress.Buffer.Span);
        return (IPEndPoint)new IPEndPoint(family == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0)
            .Create(socketAddress);
    }

    private static void Check(int result, string what)
    {
        if (result < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            throw new IOException($"{what}: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }

    private void Set(int level, int name, int value) =>
        Check(
            LibcSockets.SetOption(Handle, level, name, new ReadOnlySpan<byte>(&value, sizeof(int)), sizeof(int)),
            $"the kernel refused UDP socket option {level}/{name} (Linux 5.0 or later is needed)");

    private int Get(int level, int name)
    {
        int value;
        uint length = sizeof(int);
        Check(LibcSockets.GetOption(Handle, level, name, new Span<byte>(&value, sizeof(int)), ref length), "getsockopt");
        return value;
    }
}
