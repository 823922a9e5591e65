using System.Runtime.InteropServices;
using ProtoBench.Quic.Loops;
using ProtoBench.Quic.Native;

namespace ProtoBench.Quic.Connections;

/// <summary>From the endpoint's socket to one peer, in memory that ngtcp2 may point into for as long as the connection lives.</summary>
internal sealed unsafe class RemotePath : IDisposable
{
    public RemotePath(UdpSocket socket, byte* remote, uint remoteLength)
    {
        Address = (byte*)NativeMemory.AllocZeroed(ReceiveBuffers.AddressBytes);
        AddressLength = remoteLength;
        new ReadOnlySpan<byte>(remote, (int)remoteLength).CopyTo(new Span<byte>(Address, ReceiveBuffers.AddressBytes));
        Path = (NgPath*)NativeMemory.AllocZeroed((nuint)sizeof(NgPath));
        Path->Local = socket.Local;
        Path->LocalLength = socket.LocalLength;
        Path->Remote = Address;
        Path->RemoteLength = remoteLength;
    }

    /// <summary>The peer's address, a sockaddr.</summary>
    public byte* Address { get; }

    public uint AddressLength { get; }

    public NgPath* Path { get; }

    /// <summary>Is <paramref name="address"/> the one the connection was made with? Migration is not offered.</summary>
    public bool IsFrom(byte* address, uint length) =>
        new ReadOnlySpan<byte>(address, (int)length).SequenceEqual(new ReadOnlySpan<byte>(Address, (int)AddressLength));

    public void Dispose()
    {
        NativeMemory.Free(Address);
        NativeMemory.Free(Path);
    }
}
