using System.Runtime.CompilerServices;
using ProtoBench.Quic.Native;

namespace ProtoBench.Quic.Connections;

/// <summary>What to put into the next packet: a stream's first unsent bytes.</summary>
internal struct StreamWrite
{
    public const int MostVectors = 16;

    public long StreamId;
    public QuicChannel? Stream;
    public int VectorCount;
    public long Length;
    public bool End;
    public VectorArray Vectors;

    [InlineArray(MostVectors)]
    internal struct VectorArray
    {
        private NgVec _first;
    }
}
